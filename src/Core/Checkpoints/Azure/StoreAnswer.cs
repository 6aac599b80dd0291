namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>What the blob service's refusal of a request means to the store; several, where a caller says which it can
/// deal with.</summary>
[Flags]
internal enum StoreAnswer
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Try again: the service is busy or restarting, or the connection broke.</summary>
    Transient = 1 << 0,

    /// <summary>No blob is there.</summary>
    Missing = 1 << 1,

    /// <summary>No container is there.</summary>
    MissingContainer = 1 << 2,

    /// <summary>The condition of a write did not hold.</summary>
    ConditionNotMet = 1 << 3,

    /// <summary>A block that was to be committed is not there any more.</summary>
    BlocksGone = 1 << 4,

    /// <summary>The blob has fewer bytes than were asked for.</summary>
    OutOfRange = 1 << 5,

    /// <summary>Somebody else holds the lease, or holds it now.</summary>
    LeaseOfAnother = 1 << 6,

    /// <summary>The credentials are wrong, have expired, or do not allow this.</summary>
    Denied = 1 << 7,

    /// <summary>Anything else: the request will not be taken, however often it is sent.</summary>
    Refused = 1 << 8,
}
