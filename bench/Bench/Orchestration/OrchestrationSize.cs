namespace FedK8s.Bench.Orchestration;

/// <summary>How much is asked of the aggregator.</summary>
/// <param name="ClientCount">All take part in every round.</param>
/// <param name="WarmUpCount">Rounds at the start that do not count: code is compiled, connections are made.</param>
/// <param name="MeasuredCount">Rounds that count.</param>
internal sealed record OrchestrationSize(int ClientCount, int WarmUpCount, int MeasuredCount)
{
    /// <summary>All rounds of the run; nothing follows on the last, so it cannot be measured.</summary>
    public int RoundCount => WarmUpCount + MeasuredCount + 1;

    public IEnumerable<int> Measured => Enumerable.Range(WarmUpCount + 1, MeasuredCount);
}
