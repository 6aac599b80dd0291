using FedK8s.Cli.Reporting;

namespace FedK8s.Cli.Commands;

/// <summary>What every command needs beside its own arguments.</summary>
/// <param name="Terminal">Where words go.</param>
/// <param name="Shared">Options that every command takes.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Environment">The value of a variable of the environment; null where it is not set.</param>
internal sealed record CommandContext(
    Terminal Terminal, SharedOptions Shared, TimeProvider Clock, Func<string, string?> Environment);
