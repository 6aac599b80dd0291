using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Manifests;

/// <summary>What reading a manifest gave.</summary>
/// <param name="File">Its absolute path.</param>
/// <param name="Run">The run, its addresses absolute; meaningful only where there are no problems.</param>
/// <param name="Problems">Everything that is wrong, in the order of the file.</param>
/// <param name="NotApplying">Fields that only a cluster acts on, by path.</param>
internal sealed record Manifest(
    string File, FederatedRun? Run, IReadOnlyList<ManifestProblem> Problems, IReadOnlyList<string> NotApplying);
