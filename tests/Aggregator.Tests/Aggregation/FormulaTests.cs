using FedK8s.Aggregator.Aggregation;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Determinism;
using FedK8s.Core.Tensors;
using static FedK8s.Aggregator.Tests.Aggregation.Averages;

namespace FedK8s.Aggregator.Tests.Aggregation;

/// <summary>Vectors, groups of clients, chunks, blocks and threads against the formula, one element at a time.</summary>
public sealed class FormulaTests
{
    private const int SeveralBlocks = (3 << 18) + 37;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void The_bytes_are_those_of_the_formula_whatever_the_number_of_clients(int clients) =>
        Require(TensorType.F32, clients, length: 8192 + 17);

    [Fact]
    public void The_bytes_are_those_of_the_formula_across_blocks() => Require(TensorType.F32, clients: 6, SeveralBlocks);

    [Theory]
    [InlineData(TensorType.BF16)]
    [InlineData(TensorType.F16)]
    public void The_bytes_are_those_of_the_formula_for_narrow_types(TensorType type) =>
        Require(type, clients: 7, length: 8192 + 17);

    private static void Require(TensorType type, int clients, int length)
    {
        var random = new SeededRandom(2016);
        var values = Enumerable.Range(0, clients).Select(_ => Rounded(type, Numbers(random, length))).ToArray();
        var updates = values.Select((numbers, k) => new ClientTensors(
            new ClientId($"client-{k:D2}"), Count(k), new MemoryTensors(type, ("w", numbers)))).ToArray();

        var expected = Rounded(type, [.. Enumerable.Range(0, length).Select(i => Formula(values, i))]);

        Assert.Equal(expected, Values("w", updates[0].Tensors, updates.Reverse()));
    }

    // sum_k n_k w_k in double, in the order of the clients, divided once.
    private static float Formula(float[][] values, int element)
    {
        var (sum, total) = (0.0, 0L);
        for (var k = 0; k < values.Length; k++)
        {
            sum += Count(k) * (double)values[k][element];
            total += Count(k);
        }

        return (float)(sum / total);
    }

    private static long Count(int client) => 1 + (client * 37 % 101);

    private static float[] Numbers(SeededRandom random, int length)
    {
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
        {
            numbers[i] = (float)((2 * random.NextDouble()) - 1);
        }

        return numbers;
    }

    private static float[] Rounded(TensorType type, float[] numbers)
    {
        var bytes = new byte[numbers.Length * type.ElementByteCount()];
        var rounded = new float[numbers.Length];
        FloatConversion.FromFloats(numbers, type, bytes);
        FloatConversion.ToFloats(bytes, type, rounded);
        return rounded;
    }
}
