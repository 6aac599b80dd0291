using FedK8s.TorchSemantics.Reference;
using TorchSharp;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace FedK8s.TorchSemantics.Layers;

public sealed class LossTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _logits = Wave([4, 5]) * 3;
    private readonly Tensor _target = tensor(new long[] { 1, 0, 4, 2 });
    private readonly Tensor _other = F.softmax(Wave([4, 5], 0.3), 1);
    private readonly Tensor _binary = (Wave([4, 5], 1.1) > 0).to(ScalarType.Float32);

    public static TheoryData<string> Names => [.. Read<Dictionary<string, Case>>("losses").Keys];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_follow_the_reference(string name)
    {
        var input = name.StartsWith("kl", StringComparison.Ordinal) || name.StartsWith("nll", StringComparison.Ordinal)
            ? F.log_softmax(_logits, 1)
            : _logits;

        Check("losses", name, leaves => Loss(name, leaves[0]), input);
    }

    [Fact]
    public void Loss_modules_give_what_the_functions_give()
    {
        Tensor[] functions =
            [F.cross_entropy(_logits, _target), F.mse_loss(_logits, _other), F.kl_div(_logits, _other)];
        Tensor[] modules =
        [
            CrossEntropyLoss().call(_logits, _target), MSELoss().call(_logits, _other),
            KLDivLoss().call(_logits, _other),
        ];

        Assert.Equal(functions.Select(loss => loss.ToDouble()), modules.Select(loss => loss.ToDouble()));
    }

    private Tensor Loss(string name, Tensor input)
    {
        var reduction = name[(name.LastIndexOf('_') + 1)..] switch
        {
            "none" => Reduction.None,
            "sum" => Reduction.Sum,
            _ => Reduction.Mean,
        };
        return name switch
        {
            "cross_entropy_smoothed" => F.cross_entropy(input, _target, label_smoothing: 0.1),
            "cross_entropy_weighted" => F.cross_entropy(input, _target, tensor(new[] { 0.5f, 1, 2, 1.5f, 0.25f })),
            "cross_entropy_ignoring_default" => F.cross_entropy(input, tensor(new long[] { 1, -100, 4, 3 })),
            "cross_entropy_ignoring_four" => F.cross_entropy(input, _target, ignore_index: 4),
            "cross_entropy_probabilities" => F.cross_entropy(input, _other),
            "kl_div_log_target" or "kl_div_log_target_sum" => F.kl_div(input, _other.log(), reduction: reduction),
            "kl_div_probabilities" => F.kl_div(input, _other, log_target: false),
            "bce_with_logits_weighted" => F.binary_cross_entropy_with_logits(
                input, _binary, pos_weights: tensor(new[] { 1f, 2, 3, 0.5f, 1.5f })),
            _ when name.StartsWith("cross", StringComparison.Ordinal) =>
                F.cross_entropy(input, _target, reduction: reduction),
            _ when name.StartsWith("nll", StringComparison.Ordinal) =>
                F.nll_loss(input, _target, reduction: reduction),
            _ when name.StartsWith("mse", StringComparison.Ordinal) => F.mse_loss(input, _other, reduction),
            _ when name.StartsWith("l1", StringComparison.Ordinal) => F.l1_loss(input, _other, reduction),
            _ => F.binary_cross_entropy_with_logits(input, _binary, reduction: reduction),
        };
    }
}
