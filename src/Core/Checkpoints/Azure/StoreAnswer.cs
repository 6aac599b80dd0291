namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>What the blob service's refusal of a request means to the store.</summary>
internal enum StoreAnswer
{
    /// <summary>Try again: the service is busy or restarting, or the connection broke.</summary>
    Transient,

    /// <summary>No blob is there.</summary>
    Missing,

    /// <summary>No container is there.</summary>
    MissingContainer,

    /// <summary>The condition of a write did not hold.</summary>
    ConditionNotMet,

    /// <summary>A block that was to be committed is not there any more.</summary>
    BlocksGone,

    /// <summary>The blob has fewer bytes than were asked for.</summary>
    OutOfRange,

    /// <summary>Somebody else holds the lease, or holds it now.</summary>
    LeaseOfAnother,

    /// <summary>The credentials are wrong, have expired, or do not allow this.</summary>
    Denied,

    /// <summary>Anything else: the request will not be taken, however often it is sent.</summary>
    Refused,
}
