using FedK8s.Contracts.Spec;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using FedK8s.Worker.Training;
using FedK8s.Worker.Training.Retention;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training.Retention;

/// <summary>Against tests/reference/retention_guard_reference.py.</summary>
public sealed class GuardTermTests : IDisposable
{
    // As for the gradients of a whole model in ReferenceCase.
    private const double GradientTolerance = 3e-5;

    private static readonly RetentionGuardSpec Spec = new() { Weight = 0.7, Temperature = 2.5 };

    // Of what the model reads every token counts; the last one is only predicted.
    private static readonly EncodedExample Long = new([3, 1, 4, 1, 5, 9, 2], FirstTarget: 1);
    private static readonly EncodedExample Short = new([2, 7, 1, 8, 2], FirstTarget: 1);

    private readonly TinyRun _run = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, bool> Cases => new() { { "lora", false }, { "lora", true }, { "full", false }, { "full", true } };

    public void Dispose()
    {
        _scope.Dispose();
        _run.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_the_reference_s_with_and_without_layers_that_run_again(string method, bool isCheckpointing)
    {
        using var tuned = Create(method);

        new GuardTerm(tuned, Spec, isCheckpointing).AddGradient([Batch.Of([Long, Short], paddingId: 0)]);

        AssertGradients(method, tuned);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void Batches_of_one_step_add_up_to_the_gradient_of_one_batch(string method)
    {
        using var tuned = Create(method);

        new GuardTerm(tuned, Spec, isCheckpointing: false).AddGradient([Batch.Of([Long], 0), Batch.Of([Short], 0)]);

        AssertGradients(method, tuned);
    }

    [Theory]
    [InlineData("lora")]
    [InlineData("full")]
    public void The_loss_is_the_reference_s(string method)
    {
        using var tuned = Create(method);
        var (input, positions) = BatchTensors.Of(Batch.Of([Long, Short], 0), tuned.Model);

        var sum = Worker.Network.DistillationLoss.Sum(
            tuned.Base.Logits(input), tuned.Model.call(input), positions, Spec.Temperature);

        using var expected = Expected(method);
        ReferenceCase.AssertClose(Floats(expected, "loss"), (sum * (Spec.Weight / 10)).reshape(1), "loss");
    }

    [Fact]
    public void A_step_that_is_not_guarded_adds_nothing()
    {
        using var tuned = Create("lora");

        new GuardTerm(tuned, Spec, isCheckpointing: false).AddGradient([]);

        Assert.All(tuned.Trainables, trainable => Assert.Null(trainable.Weight.grad));
    }

    private TunedModel Create(string method)
    {
        var spec = _run.Spec with
        {
            RetentionGuard = Spec,
            Method = method == "full"
                ? new() { Full = new() }
                : new() { Lora = new() { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "v_proj", "down_proj"] } },
        };
        var tuned = TunedModel.Create(ReferenceCase.FolderOf("gqa_tied"), spec, CPU, float32);
        var weights = method == "full"
            ? FileOf("full", "weights.safetensors")
            : Path.Combine(ReferenceCase.FolderOf("gqa_tied"), "lora", "weights.safetensors");
        using var source = SafetensorsFile.Open(weights);
        TensorState.Load(source, tuned.Trainables);
        return tuned;
    }

    private static void AssertGradients(string method, TunedModel tuned)
    {
        using var expected = Expected(method);
        Assert.Equal(expected.Entries.Count - 1, tuned.Trainables.Count);
        foreach (var (name, weight) in tuned.Trainables)
        {
            ReferenceCase.AssertClose(Floats(expected, $"gradient.{name}"), weight.grad!, name, GradientTolerance);
        }
    }

    private static ITensorSource Expected(string method) => SafetensorsFile.Open(FileOf(method, "expected.safetensors"));

    private static string FileOf(string method, string file) =>
        RepositoryRoot.Combine("tests", "reference", "vectors", "guard", method, file);

    private static Tensor Floats(ITensorSource source, string name)
    {
        var entry = source.Find(name)!;
        var values = new float[entry.Shape.ElementCount];
        source.ReadFloats(entry, 0, values);
        return tensor(values, [.. entry.Shape]);
    }
}
