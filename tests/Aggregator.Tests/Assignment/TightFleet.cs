using FedK8s.Aggregator.Assignment;
using FedK8s.Core.Determinism;

namespace FedK8s.Aggregator.Tests.Assignment;

/// <summary>
/// Problems made from their solution: every block is given to c_min clients, and each client is just fast enough for what it
/// got. So coverage can be reached, and there is little room for it.
/// </summary>
internal sealed class TightFleet(ulong seed)
{
    private const double RoundSeconds = 1.0001;

    private readonly SeededRandom _random = new(seed);

    public AssignmentProblem Next(int maxClients, int maxBlocks, int minTrainers)
    {
        var clientCount = minTrainers + _random.Next(maxClients - minTrainers + 1);
        var blockCount = 2 + _random.Next(maxBlocks - 1);
        var network = new ExpandedNetwork(
            blockCount + _random.Next(4), [.. Enumerable.Range(0, blockCount).Select(b => new InsertedBlock(b, 1, 4))]);
        var problem = new AssignmentProblem
        {
            Network = network,
            Clients = [],
            Rules = new() { MinTrainersPerBlock = minTrainers, RoundSeconds = RoundSeconds, CoverageWeight = 0 },
        };
        var clients = Solution(clientCount, blockCount, minTrainers).Select((blocks, k) => Client(k, blocks, problem)).ToArray();
        return problem with { Clients = clients };
    }

    private int[][] Solution(int clientCount, int blockCount, int minTrainers)
    {
        var solution = Enumerable.Range(0, clientCount).Select(_ => new List<int>()).ToArray();
        int[] clients = [.. Enumerable.Range(0, clientCount)];
        for (var b = 0; b < blockCount; b++)
        {
            _random.Shuffle<int>(clients);
            clients.Take(minTrainers).ToList().ForEach(k => solution[k].Add(b));
        }

        return [.. solution.Select(blocks => blocks.Count > 0 ? blocks.ToArray() : [_random.Next(blockCount)])];
    }

    private AssignableClient Client(int number, int[] blocks, AssignmentProblem problem)
    {
        var client = new AssignableClient
        {
            ClientId = new($"site-{number}"),
            ExampleCount = 1 + _random.Next(100),
            StepCount = 1,
            Importances = [.. problem.Network.Blocks.Select(_ => _random.NextDouble())],
            Capability = AFleet.Speed(1, 2),
        };
        var seconds = new Arithmetic(problem).Seconds(client, blocks)!.Value; // its speed is known
        return client with { Capability = AFleet.Speed(1 / seconds, 2 / seconds) };
    }
}
