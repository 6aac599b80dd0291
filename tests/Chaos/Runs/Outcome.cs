namespace FedK8s.Chaos.Runs;

/// <summary>What became of a run.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The final checkpoint, and everything else that stays, has the bytes of the undisturbed run.</summary>
    public sealed record SameBytes : Outcome
    {
        public override string ToString() => "same bytes";
    }

    /// <summary>The run ended with one condition that was allowed.</summary>
    public sealed record Ended(string Code) : Outcome
    {
        public override string ToString() => $"ended with {Code}";
    }

    /// <summary>Anything else.</summary>
    public sealed record Failed(string Why) : Outcome
    {
        public override string ToString() => $"FAILED: {Why}";
    }
}
