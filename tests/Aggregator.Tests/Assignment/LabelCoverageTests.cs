using FedK8s.Aggregator.Assignment;
using FedK8s.Core.Determinism;

namespace FedK8s.Aggregator.Tests.Assignment;

public sealed class LabelCoverageTests
{
    [Fact]
    public void The_pooled_mix_is_the_mean_by_example_counts_of_those_that_are_known() // (100 (1, 0) + 300 (0.5, 0.5)) / 400
    {
        var mixes = LabelMixes.Of([Client("a", 100, 7, 0), Client("b", 300, 2, 2), Client("c", 500), Client("d", 500, -1, 2)])!;

        Assert.Equal([0.625, 0.375], mixes.Pooled);
        Assert.Equal([0.625, 0.375], mixes.Mixes[2]);
        Assert.Equal([0.625, 0.375], mixes.Mixes[3]);
    }

    [Fact]
    public void Labels_that_a_client_has_none_of_may_be_left_out() =>
        Assert.Equal([1, 0, 0], LabelMixes.Of([Client("a", 1, 5), Client("b", 1, 1, 1, 2)])!.Mixes[0]);

    [Fact]
    public void Where_no_labels_are_known_there_is_no_mix() => Assert.Null(LabelMixes.Of([Client("a", 1), Client("b", 1, 0, 0)]));

    [Fact]
    public void A_change_is_the_difference_of_the_divergences_however_often_trainers_came_and_went()
    {
        var random = new SeededRandom(9);
        AssignableClient[] clients = [.. Enumerable.Range(0, 6).Select(k =>
            Client($"{k}", 1 + random.Next(100), random.Next(9), random.Next(9), 1 + random.Next(2)))];
        var mixes = LabelMixes.Of(clients)!;
        var (coverage, trainers) = (new LabelCoverage(mixes, 1), new bool[6]);
        for (var i = 0; i < 2000; i++)
        {
            var k = random.Next(6);
            var change = coverage.Change(0, k, clients[k].ExampleCount, trainers[k]);

            var (with, without) =
                (Unevenness(clients, mixes, trainers, k, true), Unevenness(clients, mixes, trainers, k, false));
            Assert.Equal(with - without, change, 1e-9);
            trainers[k] = !trainers[k];
            coverage.Set(0, k, clients[k].ExampleCount, trainers[k]);
        }
    }

    // Each alone is one bit away from the mix of both.
    [Fact]
    public void Clients_of_opposite_labels_share_a_block_where_coverage_counts()
    {
        AssignableClient[] clients =
        [
            Client("a", 100, 1, 0) with { Importances = [0.51, 0.49] },
            Client("b", 100, 0, 1) with { Importances = [0.49, 0.51] },
        ];

        Assert.Equal("a: 0, b: 1", Text(0));
        Assert.NotEqual("a: 0, b: 1", Text(0.1));

        string Text(double weight) => AFleet.Text(AFleet.Assign(
            new() { RoundSeconds = 17, MinTrainersPerBlock = 0, CoverageWeight = weight }, clients));
    }

    private static AssignableClient Client(string name, long examples, params double[] labels) =>
        AFleet.Client(name) with { ExampleCount = examples, Labels = labels.Length == 0 ? null : labels };

    private static double Unevenness(AssignableClient[] clients, LabelMixes mixes, bool[] trainers, int client, bool isTrainer)
    {
        var training = clients.Index().Where(other => other.Index == client ? isTrainer : trainers[other.Index]).ToArray();
        double[] masses = [.. mixes.Pooled.Select((_, i) =>
            training.Sum(trainer => trainer.Item.ExampleCount * mixes.Mixes[trainer.Index][i]))];
        var total = masses.Sum();
        return total == 0 ? 0 : Divergence.KullbackLeibler([.. masses.Select(mass => mass / total)], mixes.Pooled);
    }
}
