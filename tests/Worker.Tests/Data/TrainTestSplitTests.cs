using FedK8s.Contracts.Identity;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Tests.Data;

public sealed class TrainTestSplitTests
{
    [Fact]
    public void Every_example_is_on_exactly_one_side_in_the_files_order()
    {
        var split = Split(count: 1000, fraction: 0.3);

        Assert.Equal(Examples(1000).Select(Id), split.Train.Concat(split.Test).Select(Id).Order());
        Assert.Equal(split.Test.Select(Id).Order(), split.Test.Select(Id));
    }

    // 1000 draws with chance 0.3 have mean 300 and standard deviation 14.5; five of those is one seed in two million.
    [Fact]
    public void The_test_side_has_about_the_share_asked_for() =>
        Assert.InRange(Split(count: 1000, fraction: 0.3).Test.Count, 300 - 73, 300 + 73);

    [Fact]
    public void Appended_rows_move_none_of_the_earlier_ones() =>
        Assert.Equal(
            Split(count: 500, fraction: 0.3).Test.Select(Id),
            Split(count: 1000, fraction: 0.3).Test.Select(Id).Where(id => id < 500));

    [Fact]
    public void No_fraction_means_no_test_side() => Assert.Empty(Split(count: 100, fraction: 0).Test);

    [Fact]
    public void Clients_split_differently() =>
        Assert.NotEqual(
            Split(count: 200, fraction: 0.5).Test.Select(Id), Split(count: 200, fraction: 0.5, client: "site-b").Test.Select(Id));

    private static TrainTestSplit Split(int count, double fraction, string client = "site-a") =>
        TrainTestSplit.Of(Examples(count), fraction, seed: 42, new ClientId(client));

    private static EncodedExample[] Examples(int count) =>
        [.. Enumerable.Range(0, count).Select(id => new EncodedExample([id, 1], FirstTarget: 1))];

    private static int Id(EncodedExample example) => example.Tokens[0];
}
