namespace FedK8s.Cli.Samples;

/// <summary>One line of a sample data file.</summary>
/// <param name="Prompt">What the model reads; ends with <c>=</c>.</param>
/// <param name="Completion">What it is to write.</param>
internal sealed record SampleExample(string Prompt, string Completion);
