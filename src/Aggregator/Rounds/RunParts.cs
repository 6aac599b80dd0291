namespace FedK8s.Aggregator.Rounds;

/// <summary>What an event, or a step, may have changed.</summary>
[Flags]
internal enum RunParts
{
    /// <summary>Nothing that a decision depends on.</summary>
    None = 0,

    /// <summary>What was heard; the store need not be looked at.</summary>
    Memory = 1,

    /// <summary>The run's document.</summary>
    Document = 2,

    /// <summary>The state pointer, and with it the open round's plan.</summary>
    State = 4,

    /// <summary>Who has joined.</summary>
    Clients = 8,

    /// <summary>Which checkpoints are there.</summary>
    Checkpoints = 16,

    /// <summary>Evaluation reports and test-split reports that are awaited.</summary>
    Reports = 32,

    /// <summary>The updates of the open round.</summary>
    Updates = 64,

    /// <summary>Everything.</summary>
    All = Memory | Document | State | Clients | Checkpoints | Reports | Updates,
}
