using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Comparison;

/// <summary>One run of a comparison; an arm with a run for each client has as many of these.</summary>
/// <param name="Name">The arm: one of <see cref="Arms.Names"/>.</param>
/// <param name="Run">An ordinary run, with a store of its own.</param>
/// <param name="Data">The lists of splits that it reads, each with the file that must hold it.</param>
internal sealed record Arm(string Name, FederatedRun Run, IReadOnlyList<(string Path, SplitList List)> Data);
