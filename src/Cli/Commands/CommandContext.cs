using FedK8s.Cli.Reporting;

namespace FedK8s.Cli.Commands;

/// <summary>What every command needs beside its own arguments.</summary>
internal sealed record CommandContext(Terminal Terminal, SharedOptions Shared, TimeProvider Clock);
