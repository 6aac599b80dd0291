using FedK8s.Worker.Network;
using FedK8s.Worker.Training;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training;

/// <summary>What is frozen costs neither a gradient nor the work of one.</summary>
public sealed class FrozenBaseTests : IDisposable
{
    private readonly TinyRun _run = new();

    public FrozenBaseTests() => _run.Spec = _run.Spec with
    {
        Method = new() { Lora = new() { Rank = 2, Alpha = 4, TargetModules = ["v_proj"] } },
    };

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_frozen_weight_never_has_a_gradient()
    {
        var gradients = new List<Tensor?>();
        using var model = _run.CreateModel();
        using var trainer = new LocalTrainer(
            model,
            TinyRun.TaskOf(new()),
            _ => gradients.AddRange(model.Model.BaseWeights.Select(named => named.Weight.grad)),
            new SteppingTime());

        trainer.Train(TestContext.Current.CancellationToken);

        Assert.All(gradients, Assert.Null);
    }

    [Fact]
    public void No_gradient_flows_below_the_lowest_trained_weight()
    {
        using var scope = NewDisposeScope();
        using var model = _run.CreateModel();
        using var tape = new LayerTape();
        var reached = new List<bool>();

        LayerTape.Run(tape, Embedded(model), hidden =>
        {
            reached.Add(hidden.requires_grad);
            return hidden;
        });

        Assert.Equal([false], reached);
    }

    private static Tensor Embedded(TunedModel model)
    {
        var embedding = model.Model.BaseWeights.Single(named => named.Name == "model.embed_tokens.weight").Weight;
        return embedding[tensor(new long[] { 1, 2, 3 }, [1, 3])];
    }
}
