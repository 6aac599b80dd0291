using System.Text.Json;
using FedK8s.Contracts.Spec;
using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Trials;
using FedK8s.Testing;

namespace FedK8s.RetentionBench.Tests.Trials;

public sealed class TrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Arms => new(ArmList.All.Select(arm => arm.Name));

    private static Trial Full => TrialOf("full");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trial_that_a_child_reads_has_the_key_that_its_parent_looks_for()
    {
        var read = JsonSerializer.Deserialize<Trial>(JsonSerializer.Serialize(Full, TrialJson.Options), TrialJson.Options)!;

        Assert.Equal(Full.Key(), read.Key());
    }

    [Fact]
    public void What_decides_a_result_decides_its_key()
    {
        Trial[] trials =
        [
            Full, Full with { Seed = 2 }, Full with { LearningRate = 2 }, Full with { Base = "other" },
            Full with { Protocol = Protocol.Quick }, Full with { Setting = Settings.Centralised }, TrialOf("lora-all"),
        ];

        Assert.Distinct(trials.Select(trial => trial.Key()));
    }

    [Fact]
    public void Where_an_arm_runs_does_not_decide_its_results() =>
        Assert.Equal(Full.Key(), (Full with { Arm = Full.Arm with { Studies = Study.None } }).Key());

    [Fact]
    public void Every_arm_has_four_learning_rates_to_choose_from_and_its_quick_one_is_among_them() => Assert.All(ArmList.All, arm =>
    {
        Assert.Equal(4, arm.Rates.Count);
        Assert.Contains(arm.QuickRate, arm.Rates);
    });

    [Fact]
    public void Names_of_arms_are_their_own() => Assert.Distinct(ArmList.All.Select(arm => arm.Name));

    [Theory]
    [MemberData(nameof(Arms))]
    public void Every_arm_is_a_manifest_that_the_product_runs_or_refuses_by_name(string name)
    {
        var (run, refusal) = Read(TrialOf(name));

        Assert.True(run is not null ^ refusal is not null);
        Assert.DoesNotContain("YAML", refusal ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_client_takes_as_many_steps_however_few_examples_it_has()
    {
        var training = Read(Full).Run!.Spec.LocalTraining;

        Assert.Equal((15, 15, 16), (training.Epochs, training.MaxSteps, training.BatchSize));
        Assert.Equal((0.001, 1L), (training.LearningRate, training.Seed));
    }

    [Fact]
    public void In_one_place_a_round_has_the_steps_of_all_clients()
    {
        var spec = Read(Full with { Setting = Settings.Centralised }).Run!.Spec;

        Assert.Equal((120, 1), (spec.LocalTraining.MaxSteps, spec.Clients.Count));
    }

    [Fact]
    public void An_arm_may_replace_a_field_of_local_training() =>
        Assert.Equal(30, Read(TrialOf("lora-double-steps")).Run!.Spec.LocalTraining.MaxSteps);

    private (FederatedRun? Run, string? Refusal) Read(Trial trial)
    {
        var model = Directory.CreateDirectory(_folder["model"]).FullName;
        File.WriteAllText(Path.Combine(model, "config.json"), "{}");
        File.WriteAllText(_folder["set.jsonl"], "");
        var inputs = new TrialInputs(
            model,
            16,
            [.. Enumerable.Repeat(_folder["set.jsonl"], trial.Setting.Clients)],
            [InputTask.Downstream(TrialInputs.Test, _folder["set.jsonl"]), InputTask.Downstream(TrialInputs.Validation, _folder["set.jsonl"])]);
        return ProductRun.Read(TrialManifest.Text(trial, inputs, _folder.Path), _folder.Path);
    }

    private static Trial TrialOf(string arm) =>
        new(ArmList.All.Single(known => known.Name == arm), Settings.Common, Protocol.Full, 0.001, 1, "base");
}
