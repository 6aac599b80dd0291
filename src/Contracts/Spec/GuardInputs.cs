namespace FedK8s.Contracts.Spec;

/// <summary>What the retention guard compares the tuned model with its base on.</summary>
public enum GuardInputs
{
    /// <summary>The client's own inputs under other instructions.</summary>
    Own,

    /// <summary>Random tokens, as long as the client's inputs.</summary>
    Random,

    /// <summary>Text that the base model itself writes.</summary>
    Sampled,

    /// <summary>The task's batch itself: Learning without Forgetting (arXiv:1606.09282), a baseline.</summary>
    Same,
}
