using FedK8s.Core.Errors;

namespace FedK8s.Cli.Manifests;

/// <summary>One thing that is wrong with a manifest, with its place in the file.</summary>
/// <param name="Code">The reason the process would end with if this were the only problem.</param>
/// <param name="Position">Where; the field's value, or its name where the field itself is wrong.</param>
/// <param name="Path">The field, for example <c>spec.localTraining.batchSize</c>; empty for the file as a whole.</param>
/// <param name="Found">What is there, as a phrase.</param>
/// <param name="Wanted">What would be right, as a phrase.</param>
/// <param name="Cure">What to do, as an imperative without a full stop.</param>
internal sealed record ManifestProblem(
    ExitCode Code, ManifestPosition Position, string Path, string Found, string Wanted, string Cure)
{
    /// <summary>One line for people, without the name of the file.</summary>
    public override string ToString()
    {
        var path = Path.Length == 0 ? "" : $"{Path}: ";
        return $"{Position.Line}:{Position.Column}: {path}found {Found}, wanted {Wanted}; {Cure}";
    }
}
