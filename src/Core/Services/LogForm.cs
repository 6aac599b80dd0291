namespace FedK8s.Core.Services;

/// <summary>How a service writes its log.</summary>
public enum LogForm
{
    /// <summary>A line each, for people.</summary>
    Text,

    /// <summary>A JSON object a line, for programs.</summary>
    Json,
}
