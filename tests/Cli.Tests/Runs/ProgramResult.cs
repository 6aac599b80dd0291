namespace FedK8s.Cli.Tests.Runs;

/// <summary>What the program did.</summary>
internal sealed record ProgramResult(int Exit, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
