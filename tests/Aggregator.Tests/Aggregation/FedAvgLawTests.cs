using System.Runtime.InteropServices;
using FedK8s.Aggregator.Aggregation;
using FsCheck;
using FsCheck.Fluent;
using static FedK8s.Aggregator.Tests.Aggregation.Averages;

namespace FedK8s.Aggregator.Tests.Aggregation;

/// <summary>What an average is, whatever the numbers.</summary>
public sealed class FedAvgLawTests
{
    private const int Width = 3;

    private static readonly Gen<float> Weight =
        ArbMap.Default.GeneratorFor<float>().Where(float.IsFinite);

    private static readonly Gen<long> ExampleCount = Gen.Choose(1, 1_000_000).Select(count => (long)count);

    private static readonly Arbitrary<ClientTensors[]> Updates =
        (from count in Gen.Choose(1, 6)
         from updates in (from examples in ExampleCount
                          from values in Weight.ArrayOf(Width)
                          select (examples, values)).ArrayOf(count)
         select updates.Select((update, k) => Update($"client-{k}", update.examples, update.values)).ToArray())
        .ToArbitrary();

    [Fact]
    public void The_order_of_arrival_does_not_change_a_byte() => Prop.ForAll(
        Updates,
        Gen.Choose(0, 719).ToArbitrary(),
        (updates, turn) =>
        {
            var arrived = updates.Skip(turn % updates.Length).Concat(updates.Take(turn % updates.Length)).ToArray();
            if (turn % 2 == 1)
            {
                Array.Reverse(arrived);
            }

            return Bytes(updates[0].Tensors, updates).AsSpan().SequenceEqual(Bytes(updates[0].Tensors, arrived));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Averaging_twice_gives_the_same_bytes() => Prop.ForAll(Updates, updates =>
        Bytes(updates[0].Tensors, updates).AsSpan().SequenceEqual(Bytes(updates[0].Tensors, updates)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Clients_that_agree_get_their_own_bits_back() => Prop.ForAll(Updates, updates =>
        HaveSameBits(Values([.. updates.Select(update => update with { Tensors = updates[0].Tensors })]), ValuesOf(updates[0])))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void One_client_alone_is_the_average() => Prop.ForAll(Updates, updates =>
        HaveSameBits(Values(updates[0]), ValuesOf(updates[0])))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void The_average_lies_between_the_smallest_and_the_largest() => Prop.ForAll(Updates, updates =>
    {
        var average = Values(updates);
        return Enumerable.Range(0, Width).All(i =>
            average[i] >= updates.Min(update => ValuesOf(update)[i]) && average[i] <= updates.Max(update => ValuesOf(update)[i]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_the_ratio_of_the_counts_matters() => Prop.ForAll(Updates, updates =>
        HaveSameBits(Values([.. updates.Select(update => update with { ExampleCount = update.ExampleCount * 1024 })]), Values(updates)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Clients_that_leave_a_tensor_out_do_not_change_it() => Prop.ForAll(Updates, ExampleCount.ToArbitrary(), (updates, count) =>
    {
        var other = new ClientTensors(new("bystander"), count, new MemoryTensors(("other", [1f])));
        return HaveSameBits(Values("w", updates[0].Tensors, [other, .. updates]), Values(updates));
    }).QuickCheckThrowOnFailure();

    private static float[] ValuesOf(ClientTensors update) =>
        MemoryMarshal.Cast<byte, float>(update.Tensors.Bytes(update.Tensors.Entries[0])).ToArray();

    // Equal floats need not be the same: 0 equals -0.
    private static bool HaveSameBits(float[] left, float[] right) =>
        MemoryMarshal.AsBytes<float>(left).SequenceEqual(MemoryMarshal.AsBytes<float>(right));
}
