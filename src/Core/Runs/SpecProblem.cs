namespace FedK8s.Core.Runs;

/// <summary>One thing that is wrong with a FederatedRun; only an edit of the manifest can cure it.</summary>
/// <param name="Path">The field, for example <c>spec.clients[2].name</c>; it need not be written in the manifest.</param>
/// <param name="Found">What is there, as a phrase: <c>0</c>, <c>"site a"</c>, <c>lora and full</c>.</param>
/// <param name="Wanted">What would be right, as a phrase: <c>a whole number from 1</c>.</param>
/// <param name="Cure">What to do, as an imperative without a full stop.</param>
public sealed record SpecProblem(string Path, string Found, string Wanted, string Cure)
{
    /// <summary>One line: the thing, what was found, what was wanted, the cure.</summary>
    public override string ToString() => $"{Path}: found {Found}, wanted {Wanted}; {Cure}";
}
