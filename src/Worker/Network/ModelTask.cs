using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Network;

/// <summary>What a run wants of a model.</summary>
/// <param name="Kind">Decides the head.</param>
/// <param name="Labels">Of a classifier, in the order of their ids; empty for those that config.json names.</param>
/// <param name="Seed">Of the start values of a head that the checkpoint does not have.</param>
internal sealed record ModelTask(TaskKind Kind, IReadOnlyList<string> Labels, long Seed);
