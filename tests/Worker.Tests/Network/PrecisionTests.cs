using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class PrecisionTests
{
    // bfloat16 keeps 8 bits: 2^-9 for each rounding, and a few dozen of them lie between tokens and logits.
    private const double Tolerance = 0.05;

    public static TheoryData<string> Cases => ReferenceCase.Names;

    [Theory, MemberData(nameof(Cases))]
    public void Bfloat16_gives_nearly_the_reference_s_logits(string name)
    {
        using var reference = new ReferenceCase(name, ScalarType.BFloat16);

        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits", Tolerance);
    }

    [Fact]
    public void Frozen_matrices_may_be_stored_in_the_compute_type()
    {
        using var reference = new ReferenceCase("gqa_tied", ScalarType.BFloat16, ScalarType.BFloat16);

        Assert.All(reference.Model.BaseWeights,
            named => Assert.Equal(named.Weight.ndim == 1 ? ScalarType.Float32 : ScalarType.BFloat16, named.Weight.dtype));
        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits", Tolerance);
    }

    [Fact]
    public void Logits_have_the_compute_type_and_losses_are_float32()
    {
        using var reference = new ReferenceCase("mha_untied", ScalarType.BFloat16);

        var logits = reference.Model.call(new(reference.Tokens));

        Assert.Equal(ScalarType.BFloat16, logits.dtype);
        Assert.Equal(ScalarType.Float32, TargetLoss.Mean(logits, reference.Targets).dtype);
    }

    [Fact]
    public void Gradients_of_float32_weights_are_float32_under_bfloat16()
    {
        using var reference = new ReferenceCase("gqa_tied", ScalarType.BFloat16);
        var (_, weight) = reference.Model.BaseWeights[1];
        weight.requires_grad = true;

        TargetLoss.Mean(reference.Model.call(new(reference.Tokens)), reference.Targets).backward();

        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
    }
}
