using FedK8s.Contracts.Identity;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Tests.Data;

public sealed class BatchTests
{
    [Fact]
    public void Shorter_rows_are_filled_on_the_right_and_the_filling_is_not_a_target()
    {
        var batch = Batch.Of([new([5, 6, 7, 1], FirstTarget: 2), new([8, 9], FirstTarget: 1)], paddingId: 0);

        Assert.Equal([5, 6, 7, 8, 0, 0], batch.Inputs);
        Assert.Equal([-100, 7, 1, 9, -100, -100], batch.Targets);
        Assert.Equal((2, 3, 3L), (batch.Rows, batch.Columns, batch.TargetCount));
    }

    [Fact]
    public void Texts_with_a_label_are_read_whole_and_have_one_target_each()
    {
        var batch = Batch.Of([new([5, 6, 1], FirstTarget: 1, Label: 9), new([8], FirstTarget: 1, Label: 0)], paddingId: 4);

        Assert.Equal([5, 6, 1, 8, 4, 4], batch.Inputs);
        Assert.Equal([9, 0], batch.Targets);
        Assert.Equal((2, 3, 2L), (batch.Rows, batch.Columns, batch.TargetCount));
        Assert.Equal([3, 1], batch.Lengths);
    }

    [Fact]
    public void An_epochs_order_holds_every_example_once() =>
        Assert.Equal(Enumerable.Range(0, 100), Order("site-a", round: 1, epoch: 0).Order());

    [Fact]
    public void The_same_seed_client_round_and_epoch_give_the_same_order() =>
        Assert.Equal(Order("site-a", round: 2, epoch: 1), Order("site-a", round: 2, epoch: 1));

    [Theory]
    [InlineData("site-b", 1, 0)]
    [InlineData("site-a", 2, 0)]
    [InlineData("site-a", 1, 1)]
    public void Another_client_round_or_epoch_gives_another_order(string client, int round, int epoch) =>
        Assert.NotEqual(Order("site-a", round: 1, epoch: 0), Order(client, round, epoch));

    private static int[] Order(string client, int round, int epoch) =>
        EpochOrder.Of(100, seed: 42, new ClientId(client), new RoundNumber(round), epoch);
}
