namespace FedK8s.Worker.Tests.Network;

/// <summary>Tests that measure the process, and so run after all others and one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneOnTheMachine
{
    public const string Name = "alone";
}
