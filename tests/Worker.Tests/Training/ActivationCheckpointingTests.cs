using FedK8s.Contracts.Spec;
using FedK8s.Worker.Export;
using FedK8s.Worker.Network;
using FedK8s.Worker.Tests.Network;
using FedK8s.Worker.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training;

public sealed class ActivationCheckpointingTests : IDisposable
{
    private static readonly LocalTrainingSpec Plain = new() { BatchSize = 4, Epochs = 2, LearningRate = 1e-2 };

    private readonly TinyRun _run = new();

    public static TheoryData<MethodSpec> Methods => new(
        new MethodSpec { Full = new() },
        new MethodSpec { Lora = new() { Rank = 2, Alpha = 4, TargetModules = ["q_proj", "down_proj"] } },
        new MethodSpec { Adapter = new() { Bottleneck = 4 } });

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Layers_that_run_again_train_the_same_bytes(MethodSpec method)
    {
        _run.Spec = _run.Spec with { Method = method };

        Assert.Equal(
            _run.Train(TinyRun.TaskOf(Plain)), _run.Train(TinyRun.TaskOf(Plain with { ActivationCheckpointing = true })));
    }

    [Fact]
    public void Layers_of_gpt2_run_again_too()
    {
        const string config =
            """
            {
              "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": 259, "n_embd": 16, "n_layer": 3,
              "n_head": 2, "n_positions": 32, "initializer_range": 0.3
            }
            """;
        BaseModelFactory.Create(config, seed: 7, _run["gpt2"]);
        _run.Spec = _run.Spec with { Model = new() { StorageUri = _run.Address("gpt2") } };

        Assert.Equal(Train(Plain), Train(Plain with { ActivationCheckpointing = true }));

        float[] Train(LocalTrainingSpec training)
        {
            using var model = TunedModel.Create(_run["gpt2"], _run.Spec, CPU, float32);
            using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training), _ => { }, TimeProvider.System);
            trainer.Train(TestContext.Current.CancellationToken);
            return TinyRun.Numbers(model);
        }
    }

    [Theory]
    [MemberData(nameof(EncoderCase.Names), MemberType = typeof(EncoderCase))]
    public void An_encoder_with_a_mask_gets_the_same_gradients(string name)
    {
        using var reference = new EncoderCase(name);
        foreach (var (_, weight) in reference.Model.BaseWeights)
        {
            weight.requires_grad = true;
        }

        Assert.Equal(Gradients(reference, tape: null), Gradients(reference, new LayerTape()));
    }

    [Fact]
    public void Steps_give_back_every_tensor_that_they_take()
    {
        var alive = new List<long>();
        using var model = _run.CreateModel();
        var task = TinyRun.TaskOf(Plain with { ActivationCheckpointing = true, Epochs = 4 });
        using var trainer = new LocalTrainer(
            model, task, _ => alive.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount), new SteppingTime());

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.All(alive.Skip(2), count => Assert.Equal(alive[2], count));
    }

    [Fact]
    public void A_tape_that_never_runs_backward_leaves_no_tensor_behind()
    {
        using var model = _run.CreateModel();
        Forward(); // fills the cache of positions
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Forward();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Forward()
        {
            using var scope = NewDisposeScope();
            using var tape = new LayerTape();
            model.Model.call(new(tensor(new long[] { 1, 2, 3 }, [1, 3]), Tape: tape));
        }
    }

    private static IReadOnlyList<float[]> Gradients(EncoderCase reference, LayerTape? tape)
    {
        using var scope = NewDisposeScope();
        using var owned = tape;
        TargetLoss.Sum(reference.Model.call(reference.Input with { Tape = tape }), reference.Targets).backward();
        tape?.Backward();
        var gradients = reference.Model.BaseWeights
            .Select(named => named.Weight.grad?.data<float>().ToArray() ?? [])
            .ToArray();
        reference.Model.zero_grad();
        return gradients;
    }
}
