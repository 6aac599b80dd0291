namespace FedK8s.Core.Runs;

/// <summary>What a submission did to the run's document.</summary>
public enum SubmissionOutcome
{
    /// <summary>The run is new.</summary>
    Created,

    /// <summary>The run was there; what may change has changed.</summary>
    Changed,

    /// <summary>The run was there, the same.</summary>
    Unchanged,
}
