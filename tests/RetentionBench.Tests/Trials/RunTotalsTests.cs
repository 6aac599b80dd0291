using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.RetentionBench.Costs;
using FedK8s.RetentionBench.Toy;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Tests.Trials;

public sealed class RunTotalsTests
{
    private static readonly ClientId[] _clients = [.. Enumerable.Range(1, 8).Select(number => new ClientId($"client-{number:D2}"))];

    [Fact]
    public void A_file_that_a_client_has_is_not_fetched_again()
    {
        var totals = Totals(Round(1, ["a", "b"]), Round(2, ["a", "c"]));

        Assert.Equal(8 * (10 + 100 + 100), totals[1].Bytes);
        Assert.Equal(totals[1].Bytes + (8 * (10 + 100)), totals[2].Bytes);
    }

    [Fact]
    public void A_round_takes_as_long_as_its_slowest_client()
    {
        var computing = 15 * RoundCost.BlockSeconds * 4 * (4 + 4 + 4); // every block's pass and two gradients, a quarter as fast
        var sending = (10 + 100) / (5e6 / 8);

        Assert.Equal(computing + sending, Totals(Round(1, ["a"]))[1].SimulatedSeconds, 1e-9);
    }

    [Fact]
    public void Nothing_is_spent_before_the_first_round() => Assert.Equal(new(0, 0, 0), Totals()[0]);

    [Fact]
    public void New_blocks_are_told_from_the_names_of_what_was_sent() => Assert.Equal(
        [0, 3],
        UpdateRecord.BlocksOf(
        [
            new("expanded.3.self_attn.o_proj.weight", "F32", [64, 64]),
            new("expanded.0.mlp.down_proj.weight", "F32", [64, 96]),
            new("model.layers.1.mlp.down_proj.weight", "F32", [64, 96]),
        ]));

    private static IReadOnlyDictionary<int, RunTotals> Totals(params RoundRecord[] rounds) =>
        RunTotals.Of(
        rounds, _clients.Zip(Settings.Common.Fleet).ToDictionary(), guardShare: 0, ToyModel.Shape);

    private static RoundRecord Round(int number, string[] files) => new(
        number,
        new([.. files.Select(name => new TensorFile(new(new($"checkpoints/{name}"), 100, name), []))], [], ToyModel.Layers),
        [.. _clients.Select(client => (client, new UpdateRecord(10, 15, TrainedBlocks: 4, [])))],
        number);
}
