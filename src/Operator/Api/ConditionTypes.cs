namespace FedK8s.Operator.Api;

/// <summary>The condition types of a FederatedRun's status. The conditions are the truth, its phase a summary for people.</summary>
public static class ConditionTypes
{
    /// <summary>The spec is valid and the run's children may be applied.</summary>
    public const string Admitted = "Admitted";

    /// <summary>Enough clients have joined for a round to be opened.</summary>
    public const string QuorumMet = "QuorumMet";

    /// <summary>Rounds are being committed.</summary>
    public const string Progressing = "Progressing";

    /// <summary>The run pauses after its last committed round and holds no devices.</summary>
    public const string Suspended = "Suspended";

    /// <summary>Every round that was asked for is committed.</summary>
    public const string Complete = "Complete";

    /// <summary>The run cannot go on.</summary>
    public const string Failed = "Failed";
}
