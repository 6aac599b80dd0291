namespace FedK8s.Aggregator.Assignment;

/// <summary>Chooses the blocks of one client while all others keep theirs.</summary>
internal interface IBlockChoice
{
    /// <summary>
    /// The blocks of the highest total gain that the client can train in time, at least one; of equals the fastest, then those
    /// nearest to the output.
    /// </summary>
    /// <param name="cost">What it costs the client.</param>
    /// <param name="gains">What each block adds to the objective.</param>
    /// <param name="required">Blocks that must be among them.</param>
    /// <param name="chosen">Receives the choice; left as it is where there is none.</param>
    /// <returns>Whether there is one: what is required fits.</returns>
    bool Choose(ClientCost cost, ReadOnlySpan<double> gains, ReadOnlySpan<bool> required, Span<bool> chosen);
}
