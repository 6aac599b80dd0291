namespace FedK8s.RetentionBench.Toy;

/// <summary>One line of a data file.</summary>
/// <param name="Prompt">An instruction, the body, and the sign that asks for the answer.</param>
/// <param name="Completion">The answer, one of <see cref="ToyTasks.Answers"/>.</param>
internal sealed record ToyExample(string Prompt, string Completion);
