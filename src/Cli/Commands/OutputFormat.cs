namespace FedK8s.Cli.Commands;

/// <summary>How a command tells what happens.</summary>
internal enum OutputFormat
{
    /// <summary>Live on a terminal, plain elsewhere.</summary>
    Auto,

    /// <summary>Bars that are drawn again and again.</summary>
    Live,

    /// <summary>Lines for people.</summary>
    Plain,

    /// <summary>A JSON object a line, for programs.</summary>
    Json,
}
