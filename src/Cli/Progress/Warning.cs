namespace FedK8s.Cli.Progress;

/// <summary>Something that does not stop the run and that its user would want to know, with the cure.</summary>
internal sealed record Warning(string Message);
