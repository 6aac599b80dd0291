using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Methods;
using FedK8s.Worker.Tests.Network;
using FedK8s.Worker.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training;

/// <summary>What the base answers beside a tuned model.</summary>
public sealed class BaseFunctionTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<MethodSpec> Methods => new(
        new MethodSpec { Full = new() },
        new MethodSpec { Lora = new() { Rank = 2, TargetModules = ["q_proj", "down_proj"] } },
        new MethodSpec { Adapter = new() { Bottleneck = 4 } },
        new MethodSpec { BlockExpansion = new() { Blocks = new() { Count = 2 }, Gate = BlockGate.Input } });

    public void Dispose()
    {
        _scope.Dispose();
        _run.Dispose();
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Whatever_was_trained_the_base_answers_as_it_did_before_to_the_bit(MethodSpec method)
    {
        using var plain = ModelFolder.Load(_run.ModelFolder, CPU, float32);
        using var tuned = Create(_run.ModelFolder, method);
        TinyModel.Disturb(tuned.Method, tuned.Loaded);

        Assert.Equal(Numbers(plain.Model.call(Input)), Numbers(tuned.Base.Logits(Input)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Asking_the_base_changes_nothing_of_the_tuned_model(MethodSpec method)
    {
        using var tuned = Create(_run.ModelFolder, method);
        TinyModel.Disturb(tuned.Method, tuned.Loaded);
        var before = Numbers(tuned.Model.call(Input));

        var asked = tuned.Base.Logits(Input);

        Assert.False(asked.requires_grad);
        Assert.NotEqual(before, Numbers(asked));
        Assert.Equal(before, Numbers(tuned.Model.call(Input)));
    }

    [Theory]
    [InlineData("bert_classifier")]
    [InlineData("roberta_classifier")]
    public void A_classifier_s_base_answers_with_the_base_s_own_head(string name)
    {
        using var plain = new EncoderCase(name);
        using var tuned = Create(
            EncoderCase.FolderOf(name), new() { Lora = new() { Rank = 2, TargetModules = ["query"] } }, TaskKind.SequenceClassification);
        TinyModel.Disturb(tuned.Method, tuned.Loaded);
        var before = TinyRun.Numbers(tuned);

        Assert.Equal(Numbers(plain.Model.call(plain.Input)), Numbers(tuned.Base.Logits(plain.Input)));
        Assert.Equal(before, TinyRun.Numbers(tuned));
    }

    [Fact]
    public void A_new_head_has_no_base_to_hold_on_to()
    {
        var task = new TaskSpec { Kind = TaskKind.SequenceClassification, Labels = ["a", "b", "c", "d", "e"] };
        var spec = Guarded(new() { Full = new() }) with { Task = task };

        var exception = Assert.Throws<RunFailedException>(
            () => TunedModel.Create(EncoderCase.FolderOf("bert_classifier"), spec, CPU, float32));

        Assert.Equal(ExitCodes.InvalidManifest, exception.Code);
        Assert.Contains("spec.retentionGuard: found a new head (classifier)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_guard_loads_no_second_model_and_has_no_base()
    {
        using var tuned = _run.CreateModel();

        Assert.Throws<InvalidOperationException>(() => tuned.Base);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Asking_the_base_leaves_no_tensor_behind(MethodSpec method)
    {
        using var tuned = Create(_run.ModelFolder, method);
        Ask();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Ask();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Ask()
        {
            using var scope = NewDisposeScope();
            tuned.Base.Logits(Input);
        }
    }

    private static ModelInput Input => new(tensor(new long[] { 30, 10, 40, 10, 50, 90 }, [1, 6]));

    private static float[] Numbers(Tensor logits) => logits.detach().data<float>().ToArray();

    private TunedModel Create(string folder, MethodSpec method, TaskKind task = TaskKind.CausalLM) =>
        TunedModel.Create(folder, Guarded(method) with { Task = new() { Kind = task } }, CPU, float32);

    private FederatedRunSpec Guarded(MethodSpec method) => _run.Spec with { Method = method, RetentionGuard = new() };
}
