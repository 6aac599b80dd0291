namespace FedK8s.Contracts.Spec;

/// <summary>How the updates of a round become the next checkpoint.</summary>
public enum AggregationStrategy
{
    /// <summary>FederatedAveraging (arXiv:1602.05629): the mean weighted by example counts, tensor by tensor.</summary>
    FedAvg,
}
