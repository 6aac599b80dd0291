using FedK8s.Aggregator.Assignment;
using FedK8s.Contracts.Capabilities;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// Problems of every kind: known and unknown speeds, ample and scarce memory, labels or none, blocks of one size or of many.
/// </summary>
internal sealed class RandomProblem(ulong seed)
{
    private static readonly AllocationPolicy[] _policies =
        [AllocationPolicy.Exact, AllocationPolicy.Greedy, AllocationPolicy.Capability, AllocationPolicy.Random];

    private readonly SeededRandom _random = new(seed);

    public AssignmentProblem Next(int maxClients = 12, int maxBlocks = 10)
    {
        var network = Network(1 + _random.Next(maxBlocks));
        var clientCount = 1 + _random.Next(maxClients);
        var problem = new AssignmentProblem
        {
            Network = network,
            Clients = [.. Enumerable.Range(0, clientCount).Select(k => Client(k, network))],
            Rules = new()
            {
                Policy = _random.Any<AllocationPolicy>(_policies),
                MinTrainersPerBlock = 1 + _random.Next(4),
                CoverageWeight = OneIn(2) ? 0.1 * _random.Next(4) : 0,
                HeterogeneityWeight = _random.Next(3) - 1,
            },
            BatchesPerStep = 1 + _random.Next(2),
            RunSeed = _random.Next(1000),
            Round = new(1),
        };
        return OneIn(3) ? problem : problem with { Rules = problem.Rules with { RoundSeconds = Limit(problem) } };
    }

    // Between what the cheapest block takes on the fastest client and what all take on the slowest.
    private double Limit(AssignmentProblem problem)
    {
        var arithmetic = new Arithmetic(problem);
        int[] all = [.. Enumerable.Range(0, problem.Network.Blocks.Count)];
        var least = problem.Clients.Min(client => arithmetic.Seconds(client, [all[^1]])) ?? 1;
        var most = problem.Clients.Max(client => arithmetic.Seconds(client, all)) ?? 1;
        return least * 1.001 * Math.Pow(most / least, _random.NextDouble());
    }

    private ExpandedNetwork Network(int blockCount)
    {
        int[] positions = [.. Enumerable.Range(0, blockCount + _random.Next(12))];
        _random.Shuffle<int>(positions);
        var isOfOneSize = !OneIn(3);
        return new(positions.Length, [.. positions.Take(blockCount).Order().Select(position =>
        {
            var parameters = isOfOneSize ? 1000 : 500 + _random.Next(2000);
            return new InsertedBlock(position, parameters, parameters * 4L);
        })])
        {
            BaseByteCount = 10_000,
            ActivationBytesPerBlock = 100,
        };
    }

    private AssignableClient Client(int number, ExpandedNetwork network) => new()
    {
        ClientId = new($"site-{number}"),
        Capability = new()
        {
            Device = "cpu",
            UsesBFloat16 = false,
            MemoryBytes = OneIn(6) ? 10_000 + network.All.ByteCount + _random.Next(80_000) : long.MaxValue,
            BlockForwardSeconds = OneIn(8) ? null : 0.01 * (1 << _random.Next(3)),
            BlockBackwardSeconds = OneIn(8) ? null : 0.02 * (1 << _random.Next(3)),
            StepSeconds = OneIn(2) ? 0.05 + _random.NextDouble() : null,
        },
        ExampleCount = 1 + _random.Next(500),
        StepCount = 1 + _random.Next(30),
        UploadBytesPerSecond = OneIn(2) ? 2_000 + _random.Next(50_000) : null,
        DownloadBytesPerSecond = OneIn(2) ? 10_000 + _random.Next(50_000) : null,
        DownloadByteCount = OneIn(2) ? network.All.ByteCount : 0,
        Importances = OneIn(5) ? null : [.. network.Blocks.Select(_ => _random.NextDouble())],
        Labels = OneIn(4) ? null : [.. Enumerable.Range(0, 3).Select(_ => (double)_random.Next(30))],
    };

    private bool OneIn(int count) => _random.Next(count) == 0;
}
