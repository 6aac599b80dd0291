using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Blocks;

/// <summary>
/// After which of a base model's blocks new ones go. Positions are numbers of base blocks, from 0 at the input, rising, each
/// once; a new block follows each.
/// </summary>
public static class BlockPlacement
{
    private const string Path = "spec.method.blockExpansion.blocks";

    /// <summary>The positions that a spec asks for. The same arguments give the same positions in every process.</summary>
    /// <param name="blocks"><c>spec.method.blockExpansion.blocks</c>.</param>
    /// <param name="baseBlockCount">L, at least 1.</param>
    /// <param name="runSeed"><c>spec.localTraining.seed</c>; only <see cref="BlockPositions.Random"/> looks at it.</param>
    /// <param name="scores">
    /// For <see cref="BlockPositions.Importance"/>: s_p of every base block, as in <see cref="BlockScores"/>.
    /// </param>
    /// <exception cref="RunFailedException">The model has fewer blocks than the spec needs.</exception>
    /// <exception cref="ArgumentException">The positions go by importance and not every base block has a score.</exception>
    public static IReadOnlyList<int> Place(
        BlockPlacementSpec blocks, int baseBlockCount, long runSeed, IReadOnlyList<double>? scores = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseBlockCount);
        var count = Count(blocks, baseBlockCount);
        return blocks.Positions switch
        {
            BlockPositions.Uniform => Uniform(baseBlockCount, count),
            BlockPositions.Importance when scores?.Count == baseBlockCount => MostImportant(scores, count, blocks.MinSpacing),
            BlockPositions.Importance => throw new ArgumentException(
                $"{scores?.Count ?? 0} scores; wanted {baseBlockCount}, one of each base block.", nameof(scores)),
            BlockPositions.Explicit => Explicit(blocks.Explicit, baseBlockCount),
            BlockPositions.Random => Random(baseBlockCount, count, Seeds.Derive(runSeed, "block-positions")),
            BlockPositions.Top => [.. Enumerable.Range(baseBlockCount - count, count)],
            BlockPositions.Bottom => [.. Enumerable.Range(0, count)],
            _ => throw new ArgumentOutOfRangeException(nameof(blocks), blocks.Positions, "no such positions"),
        };
    }

    /// <summary>Whether the places, or how many there are, depend on what clients say when they join.</summary>
    /// <param name="blocks"><c>spec.method.blockExpansion.blocks</c>.</param>
    public static bool IsUpToClients(BlockPlacementSpec blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return blocks.Positions == BlockPositions.Importance || (blocks.Count == 0 && blocks.Positions != BlockPositions.Explicit);
    }

    /// <summary>
    /// M, or the most that it may be: as many as are listed, or as the spec says, or ceil(L / 4), as LLaMA-Pro has it (arXiv:2401.02415: 8
    /// for 32).
    /// </summary>
    /// <param name="blocks"><c>spec.method.blockExpansion.blocks</c>.</param>
    /// <param name="baseBlockCount">L, at least 1.</param>
    /// <exception cref="RunFailedException">The model has fewer blocks than that.</exception>
    public static int Count(BlockPlacementSpec blocks, int baseBlockCount)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var count = blocks.Positions == BlockPositions.Explicit ? blocks.Explicit.Count
            : blocks.Count > 0 ? blocks.Count
            : (baseBlockCount + 3) / 4;
        return count <= baseBlockCount ? count : throw new RunFailedException(
            ExitCodes.InvalidManifest,
            $"{Path}.{(blocks.Positions == BlockPositions.Explicit ? "explicit" : "count")}: {count} new blocks; wanted at most "
            + $"{baseBlockCount}, as the base model has no more: ask for fewer.");
    }

    /// <summary>
    /// After every L/M-th block, the last one after the last (LLaMA-Pro, arXiv:2401.02415). A single one goes to the middle: nothing that
    /// comes after the last block could make use of what it learns.
    /// </summary>
    private static int[] Uniform(int baseBlockCount, int count) => count == 1
        ? [(baseBlockCount - 1) / 2]
        : [.. Enumerable.Range(1, count).Select(part => (int)((long)part * baseBlockCount / count) - 1)];

    private static int[] Random(int baseBlockCount, int count, ulong seed)
    {
        int[] positions = [.. Enumerable.Range(0, baseBlockCount)];
        new SeededRandom(seed).Shuffle<int>(positions);
        return [.. positions.Take(count).Order()];
    }

    private static int[] Explicit(IReadOnlyList<int> positions, int baseBlockCount)
    {
        var unknown = positions.Where(position => position < 0 || position >= baseBlockCount).ToArray();
        return unknown.Length == 0 ? [.. positions.Order()] : throw new RunFailedException(
            ExitCodes.InvalidManifest,
            $"{Path}.explicit: {unknown[0]}; wanted 0 to {baseBlockCount - 1}, the base model's blocks: correct it.");
    }

    /// <summary>
    /// The <paramref name="count"/> positions of the highest total score of which no two differ by less than the spacing; of
    /// equals those nearest to the input. Our choice (arXiv:2506.05977 does not say).
    /// </summary>
    /// <param name="scores">Of every base block, finite.</param>
    /// <param name="count">M, at most as many as there are scores.</param>
    /// <param name="minSpacing">0 for max(1, floor(L / 2M)); where so many do not fit that far apart, as far as they do.</param>
    private static List<int> MostImportant(IReadOnlyList<double> scores, int count, int minSpacing)
    {
        var wanted = Math.Max(1, minSpacing > 0 ? minSpacing : scores.Count / (2 * count));
        var spacing = Math.Min(wanted, (scores.Count - 1) / Math.Max(1, count - 1));
        var totals = BestTotals(scores, count, spacing);
        var positions = new List<int>(count);
        for (var p = 0; positions.Count < count;)
        {
            var left = count - positions.Count;
            var isBest = scores[p] + totals[left - 1, p + spacing] >= totals[left, p + 1];
            if (isBest)
            {
                positions.Add(p);
            }

            p += isBest ? spacing : 1;
        }

        return positions;
    }

    /// <summary>
    /// The highest total score of m positions from p on, at [m, p]; minus infinity where so many do not fit. Taking the best
    /// block first and then the next could leave no room for the rest.
    /// </summary>
    private static double[,] BestTotals(IReadOnlyList<double> scores, int count, int spacing)
    {
        var totals = new double[count + 1, scores.Count + Math.Max(1, spacing)];
        for (var m = 1; m <= count; m++)
        {
            for (var p = totals.GetLength(1) - 1; p >= 0; p--)
            {
                totals[m, p] = p < scores.Count
                    ? Math.Max(scores[p] + totals[m - 1, p + spacing], totals[m, p + 1])
                    : double.NegativeInfinity;
            }
        }

        return totals;
    }
}
