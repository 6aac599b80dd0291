using FedK8s.Cli.Comparison;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Tests.Runs;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Runs;
using FedK8s.Worker.Training;

namespace FedK8s.Cli.Tests.Comparison;

/// <summary>Which runs a comparison makes of a manifest. Counts of examples are worked out by hand.</summary>
public sealed class ArmsTests
{
    [Fact]
    public void They_are_the_manifest_one_with_all_data_and_one_for_each_client() =>
        Assert.Equal(
            ["federated tiny", "centralised tiny-centralised", "local-only tiny-local-only-site-a", "local-only tiny-local-only-site-b"],
            ArmsOf().Select(arm => $"{arm.Name} {arm.Run.Metadata.Name}"));

    [Fact]
    public void The_federated_arm_is_the_manifest()
    {
        using var tiny = new TinyRun();
        var run = ManifestReader.Read(tiny.Manifest).Run!;

        Assert.Same(run, Arms.Of(run, "/compare")[0].Run);
    }

    [Fact]
    public void Each_has_a_store_of_its_own() =>
        Assert.Equal(4, ArmsOf().Select(arm => arm.Run.Spec.Checkpoint.StorageUri).Distinct().Count());

    [Fact]
    public void Method_training_and_model_are_the_manifest_s_in_all() =>
        Assert.Single(ArmsOf().Select(arm => (arm.Run.Spec.Method, arm.Run.Spec.LocalTraining, arm.Run.Spec.Model)).Distinct());

    [Fact]
    public void The_union_is_of_train_splits_by_the_manifest_s_seed()
    {
        var centralised = ArmsOf(spec => spec with { LocalTraining = spec.LocalTraining with { Seed = 7 } })[1];

        var (path, list) = centralised.Data[0];
        Assert.Equal($"file://{path}", centralised.Run.Spec.Clients[0].Data.StorageUri);
        Assert.Equal((7, false, "site-a site-b"), (list.Seed, list.IsTest, string.Join(' ', list.Clients.Select(client => client.Name))));
    }

    [Fact]
    public void The_union_is_measured_on_every_client_s_test_split() =>
        Assert.Equal(["sums", "clients/site-a", "clients/site-b"], ArmsOf()[1].Run.Spec.Evaluation.Tasks.Select(task => task.Name));

    [Fact]
    public void A_client_without_a_test_split_is_not_measured() =>
        Assert.Equal(
            ["sums", "clients/site-b"],
            ArmsOf(spec => spec with { Clients = [With(spec.Clients[0], testFraction: 0), spec.Clients[1]] })[1]
                .Run.Spec.Evaluation.Tasks.Select(task => task.Name));

    // 3 rounds of 2 epochs over 10 and 30 examples in batches of 4: 3 * 2 * 40 = 240 examples.
    [Fact]
    public void Every_arm_passes_as_many_examples_as_the_clients_do_together()
    {
        var arms = ArmsOf(spec => spec with { LocalTraining = spec.LocalTraining with { Epochs = 2, BatchSize = 4 } });

        Assert.Equal(240, Examples(arms[0], 10) + Examples(arms[0], 30));
        Assert.Equal(240, Examples(arms[1], 40));
        Assert.Equal(240, Examples(arms[2], 10) + Examples(arms[3], 30));
    }

    // 3 rounds of at most 2 steps of 4 examples: 24 for each client.
    [Fact]
    public void A_bound_on_steps_counts_for_each_client_of_the_union()
    {
        var arms = ArmsOf(spec => spec with { LocalTraining = spec.LocalTraining with { MaxSteps = 2, BatchSize = 4 } });

        Assert.Equal((24, 48), (Examples(arms[0], 10), Examples(arms[1], 40)));
        Assert.Equal((24, 24), (Examples(arms[2], 10), Examples(arms[3], 30)));
    }

    // One of two clients in each of 10 rounds: each client trains in 5 of them, and so does the union of both.
    [Fact]
    public void Where_a_round_asks_half_of_the_clients_the_others_have_half_of_the_rounds() =>
        Assert.Equal(
            [10, 5, 5, 5],
            ArmsOf(spec => spec with { Rounds = spec.Rounds with { Max = 10, ClientFraction = 0.5 } }).Select(arm => arm.Run.Spec.Rounds.Max));

    [Fact]
    public void A_run_of_one_client_has_all_three_arms() =>
        Assert.Equal(
            ["federated", "centralised", "local-only"],
            ArmsOf(spec => spec with { Clients = [spec.Clients[0]] }).Select(arm => arm.Name));

    private static long Examples(Arm arm, int trainExamples) =>
        arm.Run.Spec.Rounds.Max * RoundSteps.ExampleCount(trainExamples, arm.Run.Spec.LocalTraining);

    private static IReadOnlyList<Arm> ArmsOf(Func<FederatedRunSpec, FederatedRunSpec>? change = null)
    {
        using var tiny = new TinyRun();
        var run = ManifestReader.Read(tiny.Manifest).Run!;
        return Arms.Of(run with { Spec = change?.Invoke(run.Spec) ?? run.Spec }, "/compare");
    }

    private static ClientSpec With(ClientSpec client, double testFraction) =>
        client with { Data = client.Data with { TestFraction = testFraction } };
}
