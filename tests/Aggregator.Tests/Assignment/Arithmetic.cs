using FedK8s.Aggregator.Assignment;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// Seconds, bytes and worth of an assignment, computed from the formulas alone, with nothing of the product's own arithmetic.
/// </summary>
internal sealed class Arithmetic(AssignmentProblem problem)
{
    private readonly ExpandedNetwork _network = problem.Network;

    public AssignableClient[] Clients { get; } =
        [.. problem.Clients.OrderBy(client => client.ClientId.Value, StringComparer.Ordinal)];

    public int BlockCount => _network.Blocks.Count;

    public int MinTrainers => Math.Min(problem.Rules.MinTrainersPerBlock, Clients.Length);

    /// <summary>The median over those whose time is known of what all blocks take, unless the rules say.</summary>
    public double RoundSeconds()
    {
        int[] all = [.. Enumerable.Range(0, _network.Blocks.Count)];
        double[] times = [.. Clients.Select(client => Seconds(client, all)).OfType<double>().Order()];
        return problem.Rules.RoundSeconds > 0 ? problem.Rules.RoundSeconds
            : times.Length == 0 ? double.PositiveInfinity
            : times.Length % 2 == 1 ? times[times.Length / 2]
            : (times[(times.Length / 2) - 1] + times[times.Length / 2]) / 2;
    }

    public double? Seconds(AssignableClient client, int[] blocks, int? steps = null)
    {
        var (step, f, back) =
            (client.Capability.StepSeconds, client.Capability.BlockForwardSeconds, client.Capability.BlockBackwardSeconds);
        if (f is null || back is null)
        {
            (f, back) = (step, 2 * step);
        }

        if (f is null)
        {
            return null;
        }

        int[] all = [.. Enumerable.Range(0, _network.Blocks.Count)];
        var (raw, rawOfAll) = (StepOfBlocks(blocks), StepOfBlocks(all));
        var seconds = step is null ? raw : step >= rawOfAll ? raw + step - rawOfAll : raw * step / rawOfAll;
        return ((steps ?? client.StepCount) * seconds)
            + (blocks.Sum(b => _network.Blocks[b].ByteCount) / (client.UploadBytesPerSecond ?? double.PositiveInfinity))
            + (client.DownloadByteCount / (client.DownloadBytesPerSecond ?? double.PositiveInfinity));

        double? StepOfBlocks(int[] set) =>
            problem.BatchesPerStep
            * (((_network.BaseBlockCount + all.Length) * f) + (Depth(set) * back / 2) + (set.Length * back / 2));
    }

    /// <summary>Walks down from the output, past base blocks and new ones, to the lowest that is trained.</summary>
    public int Depth(int[] blocks)
    {
        var (depth, deepest) = (0, 0);
        for (var position = _network.BaseBlockCount - 1; position >= 0; position--)
        {
            for (var b = 0; b < _network.Blocks.Count; b++)
            {
                if (_network.Blocks[b].Position == position)
                {
                    depth++;
                    deepest = blocks.Contains(b) ? depth : deepest;
                }
            }

            depth++;
        }

        return deepest;
    }

    public double MemoryBytes(int[] blocks) =>
        _network.BaseByteCount + _network.Blocks.Sum(block => block.ByteCount)
        + (12 * blocks.Sum(b => _network.Blocks[b].ParameterCount)) + (_network.ActivationBytesPerBlock * Depth(blocks));

    public bool Fits(AssignableClient client, int[] blocks, double roundSeconds) =>
        MemoryBytes(blocks) <= client.Capability.MemoryBytes && !(Seconds(client, blocks) > roundSeconds * (1 + 1e-12));

    /// <summary>Steps of the block that takes least time, of those for which there is memory; 0 where there is none.</summary>
    public double CheapestStepsWithin(AssignableClient client, double roundSeconds)
    {
        int[][] single = [.. Enumerable.Range(0, BlockCount).Select(b => (int[])[b])];
        var cheapest = single.Where(block => MemoryBytes(block) <= client.Capability.MemoryBytes)
            .MinBy(block => Seconds(client, block));
        var (none, one) = cheapest is null ? (0, 0) : (Seconds(client, cheapest, 0), Seconds(client, cheapest, 1));
        return cheapest is null ? 0 : (roundSeconds - none) / (one - none) ?? client.StepCount;
    }

    /// <summary>The objective of an assignment, by the clients' order.</summary>
    public double Objective(IReadOnlyList<int[]> blocks)
    {
        var total = Clients.Sum(client => client.ExampleCount);
        var mixes = Clients.Select(Mix).ToArray();
        var labelled = Clients.Zip(mixes).Where(pair => pair.Second is not null).ToArray();
        double[]? pooled = labelled.Length == 0 ? null : [.. Enumerable.Range(0, 3).Select(i =>
            labelled.Sum(pair => pair.First.ExampleCount * pair.Second![i]) / labelled.Sum(pair => pair.First.ExampleCount))];
        var importance = Clients.Select((client, k) =>
        {
            var ratings = client.Importances ?? [.. _network.Blocks.Select(_ => 1.0)];
            var unusual = pooled is null || mixes[k] is null ? 0 : JensenShannon(mixes[k]!, pooled);
            return client.ExampleCount / (double)total * (1 + (problem.Rules.HeterogeneityWeight * unusual))
                * blocks[k].Sum(b => ratings[b]) / ratings.Sum();
        }).Sum();
        return pooled is null ? importance : importance - (problem.Rules.CoverageWeight * Enumerable.Range(0, BlockCount)
            .Sum(b => Unevenness(Clients.Zip(mixes).Where((_, k) => blocks[k].Contains(b)), pooled)));
    }

    private static double Unevenness(IEnumerable<(AssignableClient Client, double[]? Mix)> trainers, double[] pooled)
    {
        double[] masses = [.. pooled.Select((share, i) => trainers.Sum(t => t.Client.ExampleCount * (t.Mix?[i] ?? share)))];
        var total = masses.Sum();
        return total == 0 ? 0 : masses.Select((mass, i) =>
            mass <= 1e-9 * total ? 0 : mass / total * Math.Log(mass / total / pooled[i], 2)).Sum();
    }

    private static double JensenShannon(double[] p, double[] q) => p.Zip(q, (a, b) =>
        ((a > 0 ? a * Math.Log(2 * a / (a + b), 2) : 0) + (b > 0 ? b * Math.Log(2 * b / (a + b), 2) : 0)) / 2).Sum();

    private static double[]? Mix(AssignableClient client) =>
        client.Labels?.Sum() > 0 ? [.. client.Labels.Select(count => count / client.Labels.Sum())] : null;
}
