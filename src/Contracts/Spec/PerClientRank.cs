namespace FedK8s.Contracts.Spec;

/// <summary>Which rank a client trains that names none itself (<see cref="ClientSpec.Rank"/>).</summary>
public enum PerClientRank
{
    /// <summary>The run's.</summary>
    Fixed,

    /// <summary>The run's times what the client can carry, as a share of what the most able client can (our choice).</summary>
    Auto,
}
