using FedK8s.Contracts.Spec;
using FedK8s.Core.Runs;

namespace FedK8s.Core.Tests.Runs;

public sealed class SpecRulesTests
{
    [Fact]
    public void A_right_run_has_no_problem() => Assert.Empty(SpecRules.Check(ValidRun.Whole));

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var run = ValidRun.With(spec => spec with
        {
            Rounds = new() { Max = 0, ClientFraction = 2, DeadlineSeconds = 0 },
            LocalTraining = new() { BatchSize = 0 },
        });

        Assert.Equal(
            ["spec.localTraining.batchSize", "spec.rounds.max", "spec.rounds.clientFraction", "spec.rounds.deadlineSeconds"],
            Paths(run));
    }

    [Fact]
    public void A_run_without_clients_is_refused() =>
        Assert.Equal(["spec.clients"], Paths(ValidRun.With(spec => spec with { Clients = [] })));

    [Fact]
    public void A_client_name_used_twice_is_refused_at_the_second() =>
        Assert.Equal(
            ["spec.clients[1].name"],
            Paths(ValidRun.With(spec => spec with { Clients = [ValidRun.Client("a"), ValidRun.Client("a")] })));

    [Fact]
    public void A_quorum_above_the_number_of_clients_is_refused() =>
        Assert.Equal(
            ["spec.rounds.minClients"], Paths(ValidRun.With(spec => spec with { Rounds = new() { MinClients = 3 } })));

    [Fact]
    public void Early_stopping_names_a_task_that_is_measured_and_a_reason_to_stop() =>
        Assert.Equal(
            ["spec.evaluation.earlyStopping.task", "spec.evaluation.earlyStopping"],
            Paths(ValidRun.With(spec => spec with { Evaluation = new() { EarlyStopping = new() { Task = "letters" } } })));

    [Fact]
    public void A_retention_guard_with_the_defaults_is_right() =>
        Assert.Empty(Paths(ValidRun.With(spec => spec with { RetentionGuard = new() })));

    [Fact]
    public void A_retention_guard_s_numbers_have_ranges() =>
        Assert.Equal(
            ["spec.retentionGuard.weight", "spec.retentionGuard.everySteps", "spec.retentionGuard.temperature"],
            Paths(ValidRun.With(spec => spec with { RetentionGuard = new() { Weight = 0, EverySteps = 0, Temperature = -1 } })));

    [Fact]
    public void A_classifier_s_base_writes_no_text_to_hold_on_to() =>
        Assert.Equal(
            ["spec.retentionGuard.inputs"],
            Paths(ValidRun.With(spec => spec with
            {
                Task = new() { Kind = TaskKind.SequenceClassification },
                RetentionGuard = new() { Inputs = GuardInputs.Sampled },
            })));

    [Fact]
    public void Instructions_are_texts_and_belong_to_the_client_s_own_inputs() =>
        Assert.Equal(
            ["spec.retentionGuard.instructions", "spec.retentionGuard.instructions[1]"],
            Paths(ValidRun.With(spec => spec with
            {
                RetentionGuard = new() { Inputs = GuardInputs.Random, Instructions = ["copy ", ""] },
            })));

    [Fact]
    public void Two_methods_are_refused_by_name()
    {
        var run = ValidRun.With(spec => spec with { Method = new() { Lora = new(), Full = new() } });

        Assert.Contains("full and lora", Assert.Single(SpecRules.Check(run)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void No_method_is_refused() =>
        Assert.Equal(["spec.method"], Paths(ValidRun.With(spec => spec with { Method = new() })));

    [Theory]
    [InlineData("")]
    [InlineData("Site")]
    [InlineData("site a")]
    [InlineData("-site")]
    [InlineData("site-")]
    [InlineData("site\n")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_that_is_no_DNS_label_is_refused(string name) =>
        Assert.Equal(["metadata.name"], Paths(ValidRun.Whole with { Metadata = new() { Name = name } }));

    [Theory]
    [InlineData("out")]
    [InlineData("s3://bucket")]
    [InlineData("file://")]
    [InlineData("az://Runs/clinic")]
    [InlineData("az://runs/a?sig=1")]
    public void An_address_that_no_store_has_is_refused(string address) =>
        Assert.Equal(
            ["spec.checkpoint.storageUri"],
            Paths(ValidRun.With(spec => spec with { Checkpoint = new() { StorageUri = address } })));

    [Fact]
    public void An_address_with_a_character_that_no_path_holds_is_refused() =>
        Assert.Equal(
            ["spec.model.storageUri"],
            Paths(ValidRun.With(spec => spec with { Model = new() { StorageUri = "file://base\0model" } })));

    [Fact]
    public void A_data_file_whose_extension_tells_no_format_needs_one() =>
        Assert.Equal(
            ["spec.clients[0].data.storageUri"],
            Paths(ValidRun.With(spec => spec with { Clients = [WithData(new() { StorageUri = "file://a.parquet" })] })));

    [Fact]
    public void A_data_file_with_a_format_may_have_any_extension() =>
        Assert.Empty(SpecRules.Check(ValidRun.With(
            spec => spec with { Clients = [WithData(new() { StorageUri = "file://a.log", Format = DataFormat.Text })] })));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_test_split_is_a_share_below_one(double share) =>
        Assert.Equal(
            ["spec.clients[0].data.testFraction"],
            Paths(ValidRun.With(spec => spec with
            {
                Clients = [WithData(new() { StorageUri = "file://a.csv", TestFraction = share })],
            })));

    [Fact]
    public void A_task_of_a_later_version_is_refused() =>
        Assert.Equal(["spec.task.kind"], Paths(ValidRun.With(
            spec => spec with { Task = new() { Kind = TaskKind.VisualQuestionAnswering } })));

    [Fact]
    public void A_classification_needs_no_labels_of_its_own() => Assert.Empty(Classification());

    [Fact]
    public void Labels_are_for_classification_alone() =>
        Assert.Equal(["spec.task.labels"], Paths(ValidRun.With(
            spec => spec with { Task = new() { Kind = TaskKind.CausalLM, Labels = ["a", "b"] } })));

    [Fact]
    public void One_label_is_no_choice() => Assert.Equal(["spec.task.labels"], Classification("a"));

    [Fact]
    public void Labels_are_named_and_differ() =>
        Assert.Equal(["spec.task.labels[1]", "spec.task.labels[2]"], Classification("a", " ", "a"));

    [Fact]
    public void Task_names_must_differ() =>
        Assert.Equal(
            ["spec.evaluation.tasks[1].name"],
            Paths(ValidRun.With(spec => spec with { Evaluation = new() { Tasks = [EvaluationTask(), EvaluationTask()] } })));

    [Fact]
    public void A_revision_is_a_SHA256() =>
        Assert.Equal(
            ["spec.model.revision"],
            Paths(ValidRun.With(spec => spec with { Model = spec.Model with { Revision = "main" } })));

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_number_out_of_range_is_refused(string path, LocalTrainingSpec training) =>
        Assert.Equal(
            [$"spec.localTraining.{path}"], Paths(ValidRun.With(spec => spec with { LocalTraining = training })));

    public static TheoryData<string, LocalTrainingSpec> OutOfRange() => new()
    {
        { "epochs", new() { Epochs = 0 } },
        { "maxSteps", new() { MaxSteps = -1 } },
        { "batchSize", new() { BatchSize = 0 } },
        { "gradientAccumulation", new() { GradientAccumulation = 0 } },
        { "learningRate", new() { LearningRate = 0 } },
        { "learningRate", new() { LearningRate = 1e7 } },
        { "learningRate", new() { LearningRate = double.PositiveInfinity } },
        { "weightDecay", new() { WeightDecay = -1 } },
        { "momentum", new() { Momentum = 1 } },
        { "warmupSteps", new() { WarmupSteps = -1 } },
        { "maxGradNorm", new() { MaxGradNorm = -1 } },
        { "proximalMu", new() { ProximalMu = double.NaN } },
        { "l2Sp", new() { L2Sp = -1 } },
    };

    [Theory]
    [MemberData(nameof(BadMethods))]
    public void A_method_setting_out_of_range_is_refused(string path, MethodSpec method) =>
        Assert.Equal([$"spec.method.{path}"], Paths(ValidRun.With(spec => spec with { Method = method })));

    public static TheoryData<string, MethodSpec> BadMethods() => new()
    {
        { "lora.rank", new() { Lora = new() { Rank = 0 } } },
        { "lora.alpha", new() { Lora = new() { Alpha = 0 } } },
        { "lora.targetModules", new() { Lora = new() { TargetModules = [] } } },
        { "lora.targetModules[1]", new() { Lora = new() { TargetModules = ["q_proj", "q_proj"] } } },
        { "lora.targetModules[0]", new() { Lora = new() { TargetModules = ["self_attn.q_proj"] } } },
        { "adapter.bottleneck", new() { Adapter = new() { Bottleneck = 0 } } },
    };

    [Fact]
    public void Every_problem_is_one_line() =>
        Assert.All(
            SpecRules.Check(ValidRun.With(spec => spec with { Clients = [], Method = new(), Rounds = new() { Max = 0 } })),
            problem => Assert.DoesNotContain('\n', problem.ToString()));

    private static ClientSpec WithData(ClientDataSpec data) => new() { Name = "a", Data = data };

    private static EvaluationTaskSpec EvaluationTask() =>
        new() { Name = "sums", Data = new() { StorageUri = "file://sums.jsonl" } };

    private static IEnumerable<string> Paths(FederatedRun run) => SpecRules.Check(run).Select(problem => problem.Path);

    private static IEnumerable<string> Classification(params string[] labels) => Paths(ValidRun.With(
        spec => spec with { Task = new() { Kind = TaskKind.SequenceClassification, Labels = labels } }));
}
