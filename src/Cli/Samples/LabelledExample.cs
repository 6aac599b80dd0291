namespace FedK8s.Cli.Samples;

/// <summary>One line of a sample data file for classification.</summary>
/// <param name="Text">What the model reads.</param>
/// <param name="Label">What it is to answer.</param>
internal sealed record LabelledExample(string Text, string Label);
