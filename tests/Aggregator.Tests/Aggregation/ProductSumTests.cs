using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;
using static FedK8s.Aggregator.Tests.Aggregation.Averages;

namespace FedK8s.Aggregator.Tests.Aggregation;

/// <summary>FLoRA adds up the products of factors of any rank, exactly.</summary>
public sealed class ProductSumTests
{
    private const string A = "q_proj.lora_A.weight"; // (rank, in)
    private const string B = "q_proj.lora_B.weight"; // (out, rank)
    private const string Sum = "q_proj.lora_sum.weight"; // (out, in)

    private static readonly AverageOptions Flora = new() { Strategy = AggregationStrategy.Flora };

    // (1/4) [6 8]^T [2 4] + (3/4) [2 1; 4 3] [4 8; 1 3] = (1/4) [12 24; 16 32] + (3/4) [9 19; 19 41].
    [Fact]
    public void The_sum_grows_by_the_mean_of_the_products_and_the_factors_start_anew()
    {
        var checkpoint = MemoryTensors.Matrices((A, 2, [0.1f, 0.2f, 0.3f, 0.4f]), (B, 2, [0, 0, 0, 0]), (Sum, 2, [100, 200, 300, 400]));
        ClientTensors[] updates =
        [
            new(new("one"), 1, MemoryTensors.Matrices((A, 1, [2, 4]), (B, 2, [6, 8]))),
            new(new("two"), 3, MemoryTensors.Matrices((A, 2, [4, 8, 1, 3]), (B, 2, [2, 1, 4, 3]))),
        ];

        Assert.Equal([109.75f, 220.25f, 318.25f, 438.75f], Values(Sum, checkpoint, Flora, updates));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], Values(A, checkpoint, Flora, updates));
        Assert.Equal([0, 0, 0, 0], Values(B, checkpoint, Flora, updates));
    }

    [Fact]
    public void A_large_sum_is_the_dense_one_of_every_client()
    {
        const int height = 700, width = 900; // several parts of what is made at a time
        var random = new SeededRandom(5);
        int[] ranks = [1, 4, 2];
        var updates = ranks.Select((rank, client) => new ClientTensors(
            new ClientId($"client-{client}"), client + 1, MemoryTensors.Matrices((A, rank, Draw(rank * width)), (B, height, Draw(height * rank)))))
            .ToArray();
        var before = Draw(height * width);
        var checkpoint = MemoryTensors.Matrices((A, 4, Draw(4 * width)), (B, height, new float[height * 4]), (Sum, height, before));

        var after = Values(Sum, checkpoint, Flora, updates);

        Assert.All(after.Index().Where(value => value.Index % 97 == 0), value => Assert.Equal(
            before[value.Index] + updates.Zip(ranks).Sum(found =>
                found.First.ExampleCount / 6.0 * Product(found.First, found.Second, value.Index / width, value.Index % width)),
            value.Item,
            1e-6));

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];

        static double Product(ClientTensors update, int rank, int row, int column) => Enumerable.Range(0, rank).Sum(r =>
            (double)At(update, B, (row * rank) + r) * At(update, A, (r * width) + column));

        static float At(ClientTensors update, string name, int index) => BitConverter.ToSingle(
            update.Tensors.Bytes(update.Tensors.Find(name)!, index * sizeof(float), sizeof(float)));
    }

    [Fact]
    public void Momentum_carries_the_sum_on()
    {
        var (before, checkpoint) = (MemoryTensors.Matrices((Sum, 1, [1, 2])), MemoryTensors.Matrices((Sum, 1, [3, 6])));
        var update = new ClientTensors(new("one"), 1, MemoryTensors.Matrices((A, 1, [10, 20]), (B, 1, [1])));

        var after = Values(Sum, checkpoint, Flora with { Momentum = new(0.5, checkpoint, before) }, update);

        Assert.Equal([3 + 10 + 1, 6 + 20 + 2], after);
    }

    [Fact]
    public void A_round_in_which_nobody_sent_a_pair_leaves_the_sum_as_it_was()
    {
        var checkpoint = MemoryTensors.Matrices((Sum, 1, [3, 4]), ("classifier.weight", 1, [0, 0]));
        var update = new ClientTensors(new("one"), 1, MemoryTensors.Matrices(("classifier.weight", 1, [5, 6])));

        Assert.Equal([3, 4], Values(Sum, checkpoint, Flora, update));
        Assert.Equal([5, 6], Values("classifier.weight", checkpoint, Flora, update)); // a head is averaged
    }
}
