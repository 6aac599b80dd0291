namespace FedK8s.Contracts.Spec;

/// <summary>
/// Examples of several clients, each client's split drawn as in the run that they belong to: what a run without federation
/// is given, so that it trains on exactly what the clients train on.
/// </summary>
public sealed record SplitList
{
    /// <summary>The seed of the run whose splits are meant.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether the test splits are meant; otherwise the train splits.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whose data, in this order; addresses are absolute.</summary>
    public required IReadOnlyList<ClientSpec> Clients { get; init; }
}
