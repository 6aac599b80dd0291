namespace FedK8s.Cli.Progress;

/// <summary>What a client is doing, as far as its events tell.</summary>
internal enum ClientStage
{
    /// <summary>Its worker reads the data and the model.</summary>
    Joining,

    /// <summary>It has joined and is not asked, or not asked yet.</summary>
    Idle,

    /// <summary>It is asked to train in the open round.</summary>
    Training,

    /// <summary>Its update is in the store.</summary>
    Submitted,

    /// <summary>Its update will be averaged.</summary>
    Accepted,

    /// <summary>Its update came too late or was judged unfit.</summary>
    LeftOut,

    /// <summary>Its worker cannot go on.</summary>
    Lost,
}
