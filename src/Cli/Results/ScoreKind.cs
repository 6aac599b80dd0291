namespace FedK8s.Cli.Results;

/// <summary>Whose examples a score was measured on.</summary>
internal enum ScoreKind
{
    /// <summary>A task that the run is to teach.</summary>
    Downstream,

    /// <summary>A task that the base model could do before.</summary>
    General,

    /// <summary>A client's test split.</summary>
    Client,
}
