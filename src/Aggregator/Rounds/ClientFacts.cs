using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Runs;

namespace FedK8s.Aggregator.Rounds;

/// <summary>What is known of a client by its document, by the spec, and by what its rounds took.</summary>
internal sealed class ClientFacts(RunMemory memory, RunView view)
{
    /// <summary>Bytes of a weight on its way and in the optimiser.</summary>
    public const int BytesPerWeight = sizeof(float);

    private const double BytesPerMegabit = 1_000_000 / 8.0;
    private const double BytesPerGiB = 1L << 30;

    // Of a client whose document cannot be read.
    private static readonly Capability Unknown = new() { Device = "cpu", MemoryBytes = long.MaxValue, UsesBFloat16 = false };

    /// <summary>The client, before anything is known of what it has of the checkpoint and how it rates blocks.</summary>
    public AssignableClient Of(FederatedRunSpec spec, ClientId client)
    {
        var joined = view.Clients.GetValueOrDefault(client);
        var declared = spec.Clients.FirstOrDefault(known => known.Name == client.Value)?.Capability;
        var examples = (int)Math.Clamp(joined?.TrainExampleCount ?? 1, 1, int.MaxValue);
        var measured = joined?.Capability ?? Unknown;
        return new()
        {
            ClientId = client,
            Capability = Declared(Corrected(measured, memory.Speeds.CorrectionOf(client)), declared),
            ExampleCount = examples,
            StepCount = RoundSteps.Count(examples, spec.LocalTraining),
            UploadBytesPerSecond = (declared?.UploadMbitPerSecond * BytesPerMegabit) ?? measured.UploadBytesPerSecond,
            DownloadBytesPerSecond = (declared?.DownloadMbitPerSecond * BytesPerMegabit) ?? measured.DownloadBytesPerSecond,
            Labels = joined?.LabelCounts is { } counts && counts.All(count => count >= 0) && counts.Any(count => count > 0)
                ? [.. counts.Select(count => (double)count)]
                : null,
        };
    }

    /// <summary>
    /// Bytes for each trained weight beside it: the gradient, and what the optimiser remembers, AdamW two moments, SGD its momentum where
    /// it has one.
    /// </summary>
    public static int StateBytes(LocalTrainingSpec training) => BytesPerWeight * training switch
    {
        { Optimizer: OptimizerKind.AdamW } => 3,
        { Momentum: > 0 } => 2,
        _ => 1,
    };

    private static Capability Corrected(Capability measured, double correction) => measured with
    {
        StepSeconds = measured.StepSeconds * correction,
        BlockForwardSeconds = measured.BlockForwardSeconds * correction,
        BlockBackwardSeconds = measured.BlockBackwardSeconds * correction,
    };

    // A step that is declared says all; what was measured of blocks belongs to another machine.
    private static Capability Declared(Capability measured, ClientCapabilitySpec? declared) => measured with
    {
        StepSeconds = declared?.StepSeconds ?? measured.StepSeconds,
        BlockForwardSeconds = declared?.StepSeconds is null ? measured.BlockForwardSeconds : null,
        BlockBackwardSeconds = declared?.StepSeconds is null ? measured.BlockBackwardSeconds : null,
        MemoryBytes = declared?.MemoryGiB is { } memory ? (long)(memory * BytesPerGiB) : measured.MemoryBytes,
    };
}
