using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Tensors;
using static FedK8s.Aggregator.Tests.Aggregation.Averages;

namespace FedK8s.Aggregator.Tests.Aggregation;

public sealed class StreamingAverageTests
{
    [Fact]
    public void A_client_with_three_times_the_examples_pulls_three_times_as_hard() =>
        Assert.Equal([3f], Values(Update("a", 1, 0f), Update("b", 3, 4f)));

    [Fact]
    public void A_tensor_is_averaged_over_the_clients_that_sent_it()
    {
        var checkpoint = new MemoryTensors(("left", [0f]), ("right", [0f]));
        ClientTensors[] updates =
        [
            new(new("a"), 2, new MemoryTensors(("left", [6f]))),
            new(new("b"), 1, new MemoryTensors(("left", [3f]), ("right", [7f]))),
        ];

        Assert.Equal([5f], Values("left", checkpoint, updates)); // (2*6 + 1*3) / 3
        Assert.Equal([7f], Values("right", checkpoint, updates)); // b alone
    }

    [Fact]
    public void A_tensor_that_nobody_sent_stays_as_it_was()
    {
        var checkpoint = new MemoryTensors(("kept", [0.1f, -0f]), ("w", [0f]));

        Assert.Equal([0.1f, -0f], Values("kept", checkpoint, Update("a", 1, 5f)));
    }

    [Fact]
    public void An_empty_tensor_stays_empty() =>
        Assert.Empty(Values(Update("a", 1), Update("b", 2)));

    [Theory]
    [InlineData(TensorType.F32)]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.F16)]
    public void The_average_has_the_type_of_the_checkpoint(TensorType type)
    {
        // 1.5 and 2.5 with weights 1 and 3 give 2.25, which even BF16 holds exactly.
        ClientTensors[] updates =
        [
            new(new("a"), 1, new MemoryTensors(type, ("w", [1.5f]))),
            new(new("b"), 3, new MemoryTensors(type, ("w", [2.5f]))),
        ];
        var bytes = Bytes(updates[0].Tensors, updates);
        var expected = new byte[type.ElementByteCount()];
        FloatConversion.FromFloats([2.25f], type, expected);

        Assert.Equal(expected, bytes[^expected.Length..]);
    }

    [Fact]
    public void The_average_is_that_of_decimal_arithmetic()
    {
        // Numerators over 1024 and these counts keep every sum exact in binary and in decimal.
        long[] counts = [7, 311, 64, 1000, 1];
        int[][] numerators = [[1, -8191, 4000], [3, 77, -4001], [-5, 0, 12], [1023, 6, 5], [8000, -1, 2]];
        var updates = counts.Select((count, k) =>
            Update($"client-{k}", count, [.. numerators[k].Select(numerator => numerator / 1024f)])).ToArray();

        var expected = Enumerable.Range(0, 3).Select(i => (float)(double)(
            counts.Select((count, k) => count * (numerators[k][i] / 1024m)).Sum() / counts.Sum()));

        Assert.Equal(expected, Values(updates));
    }

    [Fact]
    public void Chunks_meet_without_a_seam()
    {
        const int length = (2 * 8192) + 5; // two whole chunks and a rest
        float[] rising = [.. Enumerable.Range(0, length).Select(i => (float)i)];

        Assert.Equal(rising, Values(Update("a", 1, new float[length]), Update("b", 1, [.. rising.Select(value => 2 * value)])));
    }

    [Fact]
    public void Large_counts_lose_nothing_that_a_float_shows() =>
        Assert.Equal([0.1f], Values(Update("a", 1L << 40, 0.1f), Update("b", (1L << 40) - 1, 0.1f)));

    [Fact]
    public void A_cancelled_average_stops()
    {
        var average = new StreamingAverage(new MemoryTensors(("w", [1f])), [Update("a", 1, 2f)]);

        Assert.Throws<OperationCanceledException>(() => average.Write(Stream.Null, new CancellationToken(canceled: true)));
    }
}
