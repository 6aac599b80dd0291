namespace FedK8s.RetentionBench.Trials;

/// <summary>What a trial's run reads.</summary>
/// <param name="Model">The folder of the model that it starts from.</param>
/// <param name="MaxSequenceLength">Tokens an example is cut to.</param>
/// <param name="Clients">The data file of each client.</param>
/// <param name="Tasks">What is measured.</param>
internal sealed record TrialInputs(
    string Model, int MaxSequenceLength, IReadOnlyList<string> Clients, IReadOnlyList<InputTask> Tasks)
{
    /// <summary>The task that downstream accuracy is measured on.</summary>
    public const string Test = "downstream";

    /// <summary>The task that learning rates are chosen on, and that ends a run.</summary>
    public const string Validation = "validation";

    /// <summary>Of a sequence's second run: the first one's downstream task.</summary>
    public const string First = "first";
}
