using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using FedK8s.Worker.Training;

namespace FedK8s.Bench.Steps;

/// <summary>What a contestant trains: a run's spec over a model's folder, and a client's task with tokens that depend on nothing.</summary>
internal static class StepTraining
{
    /// <summary><c>full</c>, or <c>lora</c> with its target modules after commas.</summary>
    public static MethodSpec MethodOf(string method) => method switch
    {
        "full" => new() { Full = new() },
        _ => new() { Lora = new() { Rank = 8, Alpha = 16, TargetModules = method.Split(',')[1..] } },
    };

    public static FederatedRunSpec SpecOf(string folder, MethodSpec method, LocalTrainingSpec training) => new()
    {
        Model = new() { StorageUri = $"file://{folder}" },
        Task = new() { Kind = IsDecoder(folder) ? TaskKind.CausalLM : TaskKind.SequenceClassification },
        Method = method,
        LocalTraining = training,
        Rounds = new() { Max = 1 },
        Checkpoint = new() { StorageUri = $"file://{folder}" },
        Clients = [],
    };

    /// <param name="model">Says what its examples look like.</param>
    /// <param name="rows">Examples.</param>
    /// <param name="length">Tokens of each.</param>
    /// <param name="training">How to train.</param>
    public static LocalTrainingTask TaskOf(FoundationModel model, int rows, int length, LocalTrainingSpec training) => new()
    {
        ClientId = new ClientId("bench"),
        Round = new RoundNumber(1),
        MaxRounds = 1,
        Examples = [.. Enumerable.Range(0, rows).Select(row => Example(row, length, model))],
        PaddingId = 0,
        Training = training,
    };

    // bench/python/step.py makes the same.
    private static EncodedExample Example(int row, int length, FoundationModel model)
    {
        var tokens = Enumerable.Range(0, length + 1)
            .Select(place => ((row * 7919) + (place * 104729) + (place * place % 13)) % model.VocabularySize)
            .ToArray();
        return model.IsCausal ? new(tokens, FirstTarget: 1) : new(tokens[..length], FirstTarget: 1, Label: row % 2);
    }

    private static bool IsDecoder(string folder) =>
        File.ReadAllText(Path.Combine(folder, "config.json")).Contains("CausalLM", StringComparison.Ordinal);
}
