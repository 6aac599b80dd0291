using FedK8s.Contracts.Commands;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Resumption;
using FedK8s.Worker.Training;
using FedK8s.Worker.Training.Retention;

namespace FedK8s.Worker.Participation;

/// <summary>A client that this process plays: its examples, and the round it is at.</summary>
internal sealed class ClientSession
{
    private const int CompletionBins = 32;

    private readonly TrainTestSplit _split;
    private readonly int _maxSequenceLength;
    private LocalGuard? _guard;
    private string? _fingerprint;

    private ClientSession(ClientId clientId, ExampleSet set, TrainTestSplit split, int maxSequenceLength, ClientState? state)
    {
        (ClientId, State, _maxSequenceLength) = (clientId, state, maxSequenceLength);
        CutCount = set.CutCount;
        HasCompletions = set.HasCompletions;
        _split = split;
    }

    /// <summary>The client.</summary>
    public ClientId ClientId { get; }

    /// <summary>Trained on; at least one.</summary>
    public IReadOnlyList<EncodedExample> Train => _split.Train;

    /// <summary>The client's test split; null where it has none.</summary>
    public EvaluationSet? Test => _split.Test.Count == 0 ? null : new(ClientId.Value, _split.Test, HasCompletions);

    /// <summary>Examples that were longer than the limit and lost tokens.</summary>
    public int CutCount { get; }

    /// <summary>Whose turn it is among the commands to this client.</summary>
    public ClientTurns Turns { get; } = new();

    /// <summary>What the client keeps on this machine; null where nothing is kept.</summary>
    public ClientState? State { get; }

    /// <summary>See <see cref="JoinedClient.PositionImportance"/>.</summary>
    public IReadOnlyList<double>? PositionImportance { get; set; }

    /// <summary>
    /// Examples of the train split by label or, where a completion is predicted, by the first token of it, in
    /// <see cref="CompletionBins"/> bins; null where there is neither. How unlike the clients' data is goes by it.
    /// </summary>
    /// <param name="labelCount">Labels there are.</param>
    public IReadOnlyList<long>? CountLabels(int labelCount)
    {
        if (labelCount == 0 && !HasCompletions)
        {
            return null;
        }

        var counts = new long[labelCount == 0 ? CompletionBins : labelCount];
        foreach (var example in Train)
        {
            counts[example.Label ?? example.Tokens[example.FirstTarget] % CompletionBins]++;
        }

        return counts;
    }

    private bool HasCompletions { get; }

    /// <summary>What the client trains in a round.</summary>
    /// <param name="round">Which.</param>
    /// <param name="model">The run's.</param>
    /// <param name="maxSteps">Fewer optimiser steps than the spec says; null for those.</param>
    public LocalTrainingTask TaskOf(RoundNumber round, RunModel model, int? maxSteps = null) => new()
    {
        ClientId = ClientId,
        Round = round,
        MaxRounds = model.Spec.Rounds.Max,
        Examples = Train,
        PaddingId = model.Tokenizer.PaddingId,
        Training = model.Spec.LocalTraining,
        MaxSteps = maxSteps,
        Guard = _guard ??= LocalGuard.Of(model.Spec, ClientId, Train, model.Tokenizer, _maxSequenceLength),
    };

    /// <summary>See <see cref="TrainingFingerprint"/>.</summary>
    /// <param name="model">The run's, always the same.</param>
    /// <param name="command">Says which part is trained, and for how many steps.</param>
    public string FingerprintOf(RunModel model, TrainRound command)
    {
        _fingerprint ??= TrainingFingerprint.Of(model, Train);
        return TrainingFingerprint.WithAssignment(_fingerprint, command);
    }

    /// <summary>Reads, encodes and splits a client's data.</summary>
    /// <exception cref="Core.Errors.RunFailedException">
    /// The data is missing, cannot be read, or leaves nothing to train on.
    /// </exception>
    public static ClientSession Open(ClientSpec client, long seed, ReadingRules rules, ClientState? state)
    {
        var file = DataFile.Find(client.Data.StorageUri, client.Data.Format);
        var set = ExampleSet.Load(file, rules);
        var clientId = new ClientId(client.Name);
        var split = TrainTestSplit.Of(set.Examples, client.Data.TestFraction, seed, clientId);
        return split.Train.Count > 0
            ? new(clientId, set, split, rules.MaxSequenceLength, state)
            : throw new Core.Errors.RunFailedException(
                Core.Errors.ExitCodes.EmptyData,
                $"{file.Path} has {set.Examples.Count} examples and testFraction {client.Data.TestFraction} leaves "
                + "none to train on; "
                + $"wanted at least one: add data for client {clientId} or lower testFraction.");
    }
}
