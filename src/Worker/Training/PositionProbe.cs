using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Training;

/// <summary>
/// How much a new block after each base block would matter to a client (candidate probing, our choice): an identity is inserted after every
/// one, which changes nothing, one gradient is looked at, no weight moves, and the candidates are taken out again.
/// </summary>
internal static class PositionProbe
{
    /// <summary>A number from 0 for every base block, nearest to the input first.</summary>
    /// <param name="tuned">Left with blocks at the places where it had them, at their start values.</param>
    /// <param name="positions">Those places.</param>
    /// <param name="task">Its first batches are used.</param>
    /// <param name="kind">Gradient or Fisher; what looks at a change has none to look at yet, and takes the gradient.</param>
    public static IReadOnlyList<double> Measure(
        TunedModel tuned, IReadOnlyList<int> positions, LocalTrainingTask task, ImportanceKind kind)
    {
        tuned.Place([.. Enumerable.Range(0, tuned.Model.Blocks.Count)]);
        try
        {
            using var importance = ImportanceProbe.Begin(
                tuned, task, kind == ImportanceKind.Fisher ? kind : ImportanceKind.Gradient);
            return importance.End();
        }
        finally
        {
            tuned.Place(positions);
        }
    }
}
