using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FedK8s.Aggregator.Aggregation;
using FedK8s.Aggregator.Assignment;
using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Rounds;

/// <summary>
/// Turns a round's accepted updates into the next checkpoint: tensors first, manifest last. The state pointer is moved in a
/// step of its own, so that a checkpoint whose writer died in between is committed by whoever finds it.
/// </summary>
internal sealed class RoundCloser(
    RunStore store, UpdateJudge judge, RoundCheckpoint checkpoints, RoundIntake intake, CheckpointManifests manifests, RunView view,
    AggregatorHealth health)
{
    private const int DigitCount = 16;

    /// <summary>
    /// Writes the checkpoint. Where an accepted update can no longer be read, its verdict is changed instead and nothing is
    /// written: the round is then judged anew.
    /// </summary>
    public async Task CloseAsync(OpenRound round, AggregationSpec aggregation, CancellationToken cancellationToken)
    {
        var updates = new List<ClientTensors>();
        try
        {
            var isIntact = true;
            foreach (var update in round.Accepted)
            {
                health.Turn(isLooking: false);
                var (tensors, problem) = await judge.OpenAsync(update, cancellationToken);
                if (tensors is not null)
                {
                    updates.Add(Weighted(new(update.Value.ClientId, update.Value.ExampleCount, tensors), aggregation.Strategy));
                }
                else
                {
                    isIntact = false;
                    intake.Record(round.Plan, update.Value.ClientId, problem!); // instead of tensors
                }
            }

            if (isIntact)
            {
                await WriteAsync(round, updates, aggregation, cancellationToken);
            }
            else
            {
                view.MarkStale(RunParts.All); // another aggregator may have gone on and deleted them
            }
        }
        finally
        {
            updates.ForEach(update => update.Tensors.Dispose());
        }
    }

    private static ClientTensors Weighted(ClientTensors update, AggregationStrategy strategy) =>
        strategy == AggregationStrategy.HetLora ? update with { Weights = HetLoraWeights.Of(update.Tensors) } : update;

    private async Task WriteAsync(
        OpenRound round, List<ClientTensors> updates, AggregationSpec aggregation, CancellationToken cancellationToken)
    {
        var plan = round.Plan;
        var (previous, checkpoint) = await checkpoints.OpenAsync(plan, cancellationToken);
        Contribution[] contributions = [.. round.Accepted.Select(update => new Contribution(
            update.Value.ClientId, update.Value.ExampleCount, update.Blob.Sha256))];

        using var before = await FindBeforeAsync(previous, aggregation, cancellationToken);
        var options = new AverageOptions
        {
            Strategy = aggregation.Strategy,
            CountsAbsent = aggregation.AbsentBlocks == AbsentBlocks.Unchanged,
            Momentum = before is null ? null : new(aggregation.ServerMomentum, checkpoint, before),
        };
        var files = new List<TensorFile>();
        foreach (var file in previous.Files)
        {
            var names = file.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
            var average = new StreamingAverage(checkpoint, updates, options with { Names = names });
            var blob = await store.PutTensorsAsync(PathOf(file), Writing(average), cancellationToken);
            files.Add(new(blob, [.. checkpoint.Entries.Where(entry => names.Contains(entry.Name)).Select(Describe)]));
        }

        var manifest = previous with
        {
            Round = plan.Round,
            Files = files,
            Contributions = contributions,
            Expansion = ExpansionStates.Next(previous.Expansion, plan, round.Accepted),
        };
        manifests.Keep(await store.EnsureAsync(RunPaths.CheckpointManifest(plan.Round), manifest, cancellationToken));
        view.Checkpoints.Add(plan.Round);

        BlobPath PathOf(TensorFile file) => RunPaths.Checkpoint(plan.Round)
            / $"{StemOf(file.Blob.Path, previous.Round)}-{Digest(plan, contributions)}.safetensors";
    }

    private static Func<Stream, CancellationToken, Task> Writing(StreamingAverage average) => (stream, cancellation) =>
    {
        average.Write(stream, cancellation);
        return Task.CompletedTask;
    };

    // The checkpoint that the round's own came from; the start came from none, and one that is gone has no say.
    private async Task<TensorSet?> FindBeforeAsync(
        CheckpointManifest checkpoint, AggregationSpec aggregation, CancellationToken cancellationToken) =>
        aggregation.ServerMomentum > 0
        && checkpoint.Round.Value > 0
        && await manifests.FindAsync(new(checkpoint.Round.Value - 1), cancellationToken) is { Value.Files: var files, Blob.Path: var path }
            ? await TensorSet.OpenAsync(store, path, files, cancellationToken)
            : null;

    // What the file was called in checkpoint 0, which has no digests.
    private static string StemOf(BlobPath path, RoundNumber round)
    {
        var name = Path.GetFileNameWithoutExtension(path.Value);
        return round == RoundNumber.Start ? name : name[..^(DigitCount + 1)];
    }

    // Files are named after what was averaged: should two aggregators close the round at once with different updates, neither
    // overwrites the other's tensors, and the first manifest decides.
    private static string Digest(RoundPlan plan, IEnumerable<Contribution> contributions)
    {
        var parts = contributions.Select(contribution => string.Create(
            CultureInfo.InvariantCulture, $"{contribution.ExampleCount} {contribution.UpdateSha256}"));
        var text = string.Join('\n', parts.Prepend(plan.Checkpoint.Sha256));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return digest[..DigitCount];
    }

    private static TensorDescription Describe(TensorEntry entry) => new(entry.Name, entry.Type.FormatName(), [.. entry.Shape]);
}
