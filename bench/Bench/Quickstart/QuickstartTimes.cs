namespace FedK8s.Bench.Quickstart;

/// <summary>Where the quickstart's wall time went.</summary>
/// <param name="TotalSeconds">From the start of the process to its end.</param>
/// <param name="TrainingSeconds">In which at least one client was training.</param>
internal sealed record QuickstartTimes(double TotalSeconds, double TrainingSeconds)
{
    public double OtherSeconds => TotalSeconds - TrainingSeconds;

    /// <summary>Share of everything else, from 0 to 1.</summary>
    public double OtherShare => OtherSeconds / TotalSeconds;
}
