namespace FedK8s.Contracts.Spec;

/// <summary>How much a block matters to a client, from its own data.</summary>
public enum ImportanceKind
{
    /// <summary>Norm of the loss's gradient over the square root of the block's size.</summary>
    Gradient,

    /// <summary>Trace of the empirical Fisher information: mean squared gradient norm over batches.</summary>
    Fisher,

    /// <summary>First-order change of the loss by the block's last change.</summary>
    Taylor,

    /// <summary>How far the client's last training moved the block.</summary>
    Delta,

    /// <summary>All blocks alike.</summary>
    None,
}
