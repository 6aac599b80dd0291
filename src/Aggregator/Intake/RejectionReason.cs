namespace FedK8s.Aggregator.Intake;

/// <summary>Why an update was left out of the average. The member's name is the metric's label and the event's reason.</summary>
internal enum RejectionReason
{
    /// <summary>The manifest or a tensor file cannot be read: not JSON, truncated, missing, or hostile.</summary>
    Unreadable,

    /// <summary>The manifest names a file outside the update's own folder.</summary>
    ForeignFile,

    /// <summary>A file has other bytes than the manifest says.</summary>
    HashMismatch,

    /// <summary>The client was not asked to train in this round.</summary>
    NotInCohort,

    /// <summary>The manifest speaks for another client than the one whose folder it lies in.</summary>
    WrongClient,

    /// <summary>The update answers another run, round or attempt.</summary>
    WrongRound,

    /// <summary>Training started from another checkpoint.</summary>
    WrongCheckpoint,

    /// <summary>The weight n_k is not a plausible number of examples.</summary>
    ExampleCountOutOfRange,

    /// <summary>A tensor that the checkpoint does not have, a tensor twice, or no tensor at all.</summary>
    NameMismatch,

    /// <summary>A tensor that the client was not asked to train.</summary>
    NotAssigned,

    /// <summary>A tensor of another element type than the checkpoint's.</summary>
    TypeMismatch,

    /// <summary>A tensor of another shape than the checkpoint's.</summary>
    ShapeMismatch,

    /// <summary>A weight is infinite or not a number.</summary>
    NonFiniteValues,

    /// <summary>The update is further from the checkpoint than <c>aggregation.maxUpdateNorm</c>.</summary>
    NormTooLarge,
}
