using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using static FedK8s.Aggregator.Tests.Aggregation.Averages;

namespace FedK8s.Aggregator.Tests.Aggregation;

/// <summary>LoRA factors of different ranks become one checkpoint.</summary>
public sealed class RankTests
{
    private const string A = "q_proj.lora_A.weight"; // (rank, in)
    private const string B = "q_proj.lora_B.weight"; // (out, rank)

    // Rank 3, in 2, out 2.
    private static readonly MemoryTensors Checkpoint = MemoryTensors.Matrices(
        (A, 3, [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f]), (B, 2, [0, 0, 7, 0, 0, 8]));

    private static readonly MemoryTensors One = MemoryTensors.Matrices((A, 1, [2, 4]), (B, 2, [6, 8]));
    private static readonly MemoryTensors Two = MemoryTensors.Matrices((A, 2, [4, 8, 1, 3]), (B, 2, [2, 1, 4, 3]));

    [Fact]
    public void A_lower_rank_counts_as_zeros_up_to_the_highest_that_was_sent_and_above_it_nothing_changes()
    {
        ClientTensors[] updates = [Update("one", 1, One), Update("two", 1, Two)];

        Assert.Equal([3, 6, 0.5f, 1.5f, 0.5f, 0.6f], Values(A, Checkpoint, updates));
        Assert.Equal([4, 0.5f, 7, 6, 1.5f, 8], Values(B, Checkpoint, updates));
    }

    [Fact]
    public void Padding_is_the_same_for_any_part_of_a_large_factor()
    {
        const int width = 100_000; // several parts of what is averaged at a time
        float[] Row(float value) => [.. Enumerable.Repeat(value, width)];
        var checkpoint = MemoryTensors.Matrices((A, 3, [.. Row(1), .. Row(2), .. Row(3)]), (B, width, [.. Row(9), .. Row(9), .. Row(9)]));
        var sent = MemoryTensors.Matrices((A, 1, Row(5)), (B, width, Row(4)));

        Assert.Equal([.. Row(5), .. Row(2), .. Row(3)], Values(A, checkpoint, Update("one", 3, sent)));
        Assert.Equal(Enumerable.Repeat<float[]>([4, 9, 9], width).SelectMany(row => row), Values(B, checkpoint, Update("one", 3, sent)));
    }

    // One: B A = [6 8]^T [2 4] = [12 24; 16 32]. Two: [2 1; 4 3] [4 8; 1 3] = [9 19; 19 41].
    [Fact]
    public void A_pair_weighs_the_length_of_its_product()
    {
        Assert.Equal(Math.Sqrt(144 + 576 + 256 + 1024), HetLoraWeights.Of(One)[A], 1e-9);
        Assert.Equal(Math.Sqrt(81 + 361 + 361 + 1681), HetLoraWeights.Of(Two)[B], 1e-9);
    }

    [Fact]
    public void Weighted_factors_are_averaged_by_their_weights_and_others_by_examples()
    {
        var (one, two) = (Math.Sqrt(2000), Math.Sqrt(2484));
        ClientTensors[] updates =
        [
            .. new[] { Update("one", 1, One), Update("two", 5, Two) }.Select(update => update with { Weights = HetLoraWeights.Of(update.Tensors) }),
        ];

        var averaged = Values(A, Checkpoint, updates);

        Assert.Equal(((one * 4) + (two * 8)) / (one + two), averaged[1], 1e-6);
        Assert.Equal(two * 3 / (one + two), averaged[3], 1e-6);
        Assert.Equal(0.6f, averaged[5]);
    }

    [Fact]
    public void While_no_product_does_anything_examples_decide()
    {
        ClientTensors[] updates = [Zero("one", 1, 2), Zero("two", 3, 6)];

        Assert.Equal([5], Values(A, MemoryTensors.Matrices((A, 1, [0])), updates)); // (1*2 + 3*6) / 4

        static ClientTensors Zero(string client, long examples, float a)
        {
            var update = Update(client, examples, MemoryTensors.Matrices((A, 1, [a]), (B, 1, [0])));
            return update with { Weights = HetLoraWeights.Of(update.Tensors) };
        }
    }

    private static ClientTensors Update(string client, long examples, MemoryTensors tensors) => new(new ClientId(client), examples, tensors);
}
