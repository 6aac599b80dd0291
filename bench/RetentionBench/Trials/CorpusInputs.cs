using System.Text.Json;
using FedK8s.Core.Determinism;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What a run of a corpus reads.</summary>
/// <param name="folder">Where everything lies; the corpora are written.</param>
/// <param name="trial">What is wanted.</param>
/// <param name="corpus">The trial's.</param>
internal sealed class CorpusInputs(BenchFolder folder, Trial trial, Corpus corpus)
{
    private const int SpeechLength = 128;
    private const int RequestLength = 64;

    private readonly CorpusFolder _files = folder.Corpora;

    /// <summary>Writes the clients' data where the seed decides it.</summary>
    public TrialInputs Write() => new(
        _files.Model,
        corpus == Corpus.Shakespeare ? SpeechLength : RequestLength,
        corpus == Corpus.Shakespeare ? _files.Speakers : WriteClients(),
        [
            InputTask.Downstream(TrialInputs.Test, _files.Test(corpus)),
            InputTask.Downstream(TrialInputs.Validation, _files.Validation(corpus)),
            .. CorpusFolder.General.Select(task => InputTask.General(task, _files.Measured(task))),
        ]);

    private IReadOnlyList<string> WriteClients()
    {
        ClincRequest[] all =
        [
            .. File.ReadLines(_files.Requests)
                .Select(line => JsonSerializer.Deserialize<ClincRequest>(line, JsonSerializerOptions.Web)!), // written by this program
        ];
        var random = new SeededRandom(Seeds.Derive(trial.Seed, "clients", "requests"));
        random.Shuffle(all.AsSpan());
        var drawn = all[..trial.Protocol.Examples];
        string[] domains = [.. all.Select(request => request.Completion).Distinct().Order(StringComparer.Ordinal)];
        var parts = LabelSplit.Deal(
            [.. drawn.Select(request => Array.IndexOf(domains, request.Completion))],
            trial.Setting.Clients,
            trial.Setting.Alpha,
            random);
        return folder.WriteClients(trial, parts.Select(part => part.Select(index => drawn[index])));
    }
}
