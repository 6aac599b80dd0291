namespace FedK8s.Contracts.Spec;

/// <summary>How the updates of a round become the next checkpoint.</summary>
public enum AggregationStrategy
{
    /// <summary>FederatedAveraging (arXiv:1602.05629): the mean weighted by example counts, tensor by tensor.</summary>
    FedAvg,

    /// <summary>
    /// HetLoRA (arXiv:2401.06432): the mean of each pair of LoRA factors weighted by ||B_k A_k||_F, the length of what a client's change
    /// does; a task's head as with FedAvg.
    /// </summary>
    HetLora,

    /// <summary>
    /// FLoRA (arXiv:2409.05976): the mean of LoRA's products B_k A_k, exact for all ranks, is added to a sum that is kept beside the base
    /// model's weights, and LoRA starts anew in each round.
    /// </summary>
    Flora,
}
