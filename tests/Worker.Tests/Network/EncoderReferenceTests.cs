using FedK8s.Worker.Methods.Full;
using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

public sealed class EncoderReferenceTests
{
    public static TheoryData<string> Cases => EncoderCase.Names;

    // The reference reads each row alone, so this says too that filling a row changes nothing.
    [Theory, MemberData(nameof(Cases))]
    public void Logits_and_loss_are_the_reference_s(string name)
    {
        using var reference = new EncoderCase(name);

        var logits = reference.Model.call(reference.Input);

        ReferenceCase.AssertClose(reference.Floats("logits"), reference.OwnLogits(logits), "logits");
        ReferenceCase.AssertClose(
            reference.Floats("loss"), TargetLoss.Mean(logits, reference.Targets).reshape(1), "loss");
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_the_reference_s(string name)
    {
        using var reference = new EncoderCase(name);
        new FullMethod().Attach(reference.Model, seed: 0);

        TargetLoss.Mean(reference.Model.call(reference.Input), reference.Targets).backward();

        var weights = reference.Model.BaseWeights;
        Assert.Equal(reference.Gradients, weights.Select(named => named.Name));
        Assert.All(weights.Where(named => !named.Name.EndsWith(".key.bias", StringComparison.Ordinal)), named =>
            ReferenceCase.AssertClose(reference.Floats($"gradient.{named.Name}"), named.Weight.grad!, named.Name));
    }

    // It moves all scores of a query alike, and attention depends on their differences only.
    [Theory, MemberData(nameof(Cases))]
    public void The_key_s_bias_has_no_gradient_but_rounding(string name)
    {
        using var reference = new EncoderCase(name);
        new FullMethod().Attach(reference.Model, seed: 0);

        TargetLoss.Mean(reference.Model.call(reference.Input), reference.Targets).backward();

        Assert.All(
            reference.Model.BaseWeights.Where(named => named.Name.EndsWith(".key.bias", StringComparison.Ordinal)),
            named => Assert.InRange(named.Weight.grad!.abs().max().item<float>(), 0, 1e-6));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_row_alone_and_without_filling_gives_the_same_logits(string name)
    {
        using var reference = new EncoderCase(name);
        var together = reference.Model.call(reference.Input);

        var alone = reference.Model.call(new(reference.Input.Tokens.narrow(0, 1, 1).narrow(1, 0, 4)));

        var same = together.narrow(0, 1, 1);
        ReferenceCase.AssertClose(same.ndim == 2 ? same : same.narrow(1, 0, 4), alone, "logits");
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_forward_pass_leaves_nothing_but_the_logits(string name)
    {
        using var reference = new EncoderCase(name);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();

        reference.Model.call(reference.Input);

        Assert.Equal(1, scope.DisposablesCount);
    }

    [Theory]
    [InlineData("bert_classifier", 13)]
    [InlineData("roberta_classifier", 11)]
    public void A_text_longer_than_the_model_was_made_for_is_refused(string name, int length)
    {
        using var reference = new EncoderCase(name);
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentOutOfRangeException>(
            () => reference.Model.call(new(ones(1, length, dtype: ScalarType.Int64))));
    }

    [Theory]
    [InlineData("bert_classifier", 12)]
    [InlineData("roberta_classifier", 10)]
    public void The_longest_text_leaves_room_for_the_positions_that_no_token_takes(string name, int length)
    {
        using var reference = new EncoderCase(name);

        Assert.Equal(length, reference.Model.MaximumLength);
    }

    [Fact]
    public void The_labels_are_those_of_the_configuration()
    {
        using var reference = new EncoderCase("bert_classifier");

        Assert.Equal(["no", "yes", "maybe"], reference.Model.Labels);
    }
}
