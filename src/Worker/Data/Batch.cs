namespace FedK8s.Worker.Data;

/// <summary>
/// Examples side by side, one a row, shorter ones filled up on the right. The filling's own targets are
/// <see cref="Ignored"/>.
/// </summary>
/// <param name="Inputs">Rows * Columns ids, row after row: what each example has the model read.</param>
/// <param name="Targets">
/// As many ids: the token that follows, or <see cref="Ignored"/> where the loss does not count. Of examples with a
/// label one id a row: the label's.
/// </param>
/// <param name="Rows">Examples.</param>
/// <param name="Columns">Inputs of the longest one.</param>
/// <param name="Lengths">Inputs of each row, the filling not counted.</param>
/// <param name="TargetCount">Targets that count, at least one a row.</param>
internal sealed record Batch(long[] Inputs, long[] Targets, int Rows, int Columns, int[] Lengths, long TargetCount)
{
    /// <summary>The target that the loss passes over, PyTorch's own default.</summary>
    public const long Ignored = -100;

    /// <summary>Lays examples side by side.</summary>
    /// <param name="examples">At least one; all with a label, or none.</param>
    /// <param name="paddingId">The id that fills shorter rows.</param>
    public static Batch Of(IReadOnlyList<EncodedExample> examples, int paddingId)
    {
        int[] lengths = [.. examples.Select(example => example.InputCount)];
        var columns = lengths.Max();
        var inputs = new long[examples.Count * columns];
        Array.Fill(inputs, paddingId);
        for (var row = 0; row < examples.Count; row++)
        {
            for (var column = 0; column < lengths[row]; column++)
            {
                inputs[(row * columns) + column] = examples[row].Tokens[column];
            }
        }

        var targets = examples[0].Label is null ? NextTokens(examples, columns) : Labels(examples);
        return new(
            inputs, targets, examples.Count, columns, lengths, examples.Sum(example => (long)example.TargetCount));
    }

    private static long[] NextTokens(IReadOnlyList<EncodedExample> examples, int columns)
    {
        var targets = new long[examples.Count * columns];
        Array.Fill(targets, Ignored);
        for (var row = 0; row < examples.Count; row++)
        {
            var tokens = examples[row].Tokens;
            for (var place = examples[row].FirstTarget; place < tokens.Length; place++)
            {
                targets[(row * columns) + place - 1] = tokens[place];
            }
        }

        return targets;
    }

    private static long[] Labels(IReadOnlyList<EncodedExample> examples) =>
        [.. examples.Select(example => (long)example.Label!.Value)]; // not null: all have one, as the first
}
