namespace FedK8s.Worker.Data;

/// <summary>
/// Examples side by side, one a row, shorter ones filled up on the right. The filling's own targets are
/// <see cref="Ignored"/>.
/// </summary>
/// <param name="Inputs">Rows * Columns ids, row after row: each example without its last token.</param>
/// <param name="Targets">
/// As many ids: the token that follows, or <see cref="Ignored"/> where the loss does not count.
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
    /// <param name="examples">At least one.</param>
    /// <param name="paddingId">The id that fills shorter rows.</param>
    public static Batch Of(IReadOnlyList<EncodedExample> examples, int paddingId)
    {
        var columns = examples.Max(example => example.Tokens.Length) - 1;
        var inputs = new long[examples.Count * columns];
        var targets = new long[inputs.Length];
        Array.Fill(inputs, paddingId);
        Array.Fill(targets, Ignored);
        for (var row = 0; row < examples.Count; row++)
        {
            var tokens = examples[row].Tokens;
            for (var column = 0; column < tokens.Length - 1; column++)
            {
                inputs[(row * columns) + column] = tokens[column];
                if (column + 1 >= examples[row].FirstTarget)
                {
                    targets[(row * columns) + column] = tokens[column + 1];
                }
            }
        }

        int[] lengths = [.. examples.Select(example => example.Tokens.Length - 1)];
        return new(
            inputs, targets, examples.Count, columns, lengths, examples.Sum(example => (long)example.TargetCount));
    }
}
