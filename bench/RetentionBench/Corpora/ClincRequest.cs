namespace FedK8s.RetentionBench.Corpora;

/// <summary>One line of a data file: a request, and the domain that it is about.</summary>
/// <param name="Prompt">The request, and what asks for the answer.</param>
/// <param name="Completion">The first word of the domain's name: each of the ten begins with another one.</param>
internal sealed record ClincRequest(string Prompt, string Completion)
{
    /// <param name="text">As the corpus has it.</param>
    /// <param name="domain">For example <c>kitchen_and_dining</c>.</param>
    public static ClincRequest Of(string text, string domain) => new($"{text} domain:", $" {domain.Split('_')[0]}");
}
