namespace FedK8s.Bench.Prediction;

/// <summary>A set of trained blocks.</summary>
/// <param name="Model">The model's size.</param>
/// <param name="Blocks">Numbers of new blocks.</param>
/// <param name="Predicted">Seconds of a round.</param>
/// <param name="Measured">The same, round by round.</param>
internal sealed record PredictedSet(string Model, IReadOnlyList<int> Blocks, double Predicted, IReadOnlyList<double> Measured)
{
    public double Median => Measured.Order().ElementAt(Measured.Count / 2);

    /// <summary>Measured over predicted, less 1, of each round.</summary>
    public IEnumerable<double> Errors => Measured.Select(seconds => (seconds / Predicted) - 1);
}
