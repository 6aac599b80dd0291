using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Operators;

/// <summary>Element-wise operators against .NET's own mathematics.</summary>
public sealed class ElementwiseTests
{
    private static readonly double[] Inputs = [0.25, 0.5, 0.75];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Apply, Func<double, double> Formula)> Unary = new()
    {
        ["abs"] = (x => (-x).abs(), x => x),
        ["acos"] = (x => x.acos(), Math.Acos),
        ["arccosh"] = (x => (x + 1).arccosh(), x => Math.Acosh(x + 1)),
        ["arcsinh"] = (x => x.arcsinh(), Math.Asinh),
        ["arctanh"] = (x => x.arctanh(), Math.Atanh),
        ["asin"] = (x => x.asin(), Math.Asin),
        ["atan"] = (x => x.atan(), Math.Atan),
        ["ceil"] = (x => x.ceil(), Math.Ceiling),
        ["clamp"] = (x => x.clamp(0.3, 0.6), x => Math.Clamp(x, 0.3, 0.6)),
        ["clamp_max"] = (x => x.clamp_max(0.6), x => Math.Min(x, 0.6)),
        ["clamp_min"] = (x => x.clamp_min(0.3), x => Math.Max(x, 0.3)),
        ["cos"] = (x => x.cos(), Math.Cos),
        ["cosh"] = (x => x.cosh(), Math.Cosh),
        ["deg2rad"] = (x => x.deg2rad(), x => x * Math.PI / 180),
        ["exp"] = (x => x.exp(), Math.Exp),
        ["exp2"] = (x => x.exp2(), x => Math.Pow(2, x)),
        ["expm1"] = (x => x.expm1(), x => Math.Exp(x) - 1),
        ["floor"] = (x => (x * 4).floor(), x => Math.Floor(x * 4)),
        ["floor_divide"] = (x => (x * 10).floor_divide(2), x => Math.Floor(x * 5)),
        ["fmod"] = (x => (x * -10).fmod(3), x => -10 * x % 3),
        ["frac"] = (x => (x * 3).frac(), x => x * 3 - Math.Truncate(x * 3)),
        ["leaky_relu"] = (x => (-x).leaky_relu(0.1), x => -0.1 * x),
        ["log"] = (x => x.log(), Math.Log),
        ["log10"] = (x => x.log10(), Math.Log10),
        ["log1p"] = (x => x.log1p(), x => Math.Log(1 + x)),
        ["log2"] = (x => x.log2(), Math.Log2),
        ["logit"] = (x => x.logit(), x => Math.Log(x / (1 - x))),
        ["neg"] = (x => x.neg(), x => -x),
        ["number over"] = (x => 2 / x, x => 2 / x),
        ["number minus"] = (x => 2 - x, x => 2 - x),
        ["pow"] = (x => x.pow(3), x => x * x * x),
        ["rad2deg"] = (x => x.rad2deg(), x => x * 180 / Math.PI),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x),
        ["relu"] = (x => (x - 0.5).relu(), x => Math.Max(0, x - 0.5)),
        ["remainder"] = (x => (x * -10).remainder(3), x => ((-10 * x % 3) + 3) % 3),
        ["round"] = (x => (x * 3).round(1), x => Math.Round(x * 3, 1, MidpointRounding.ToEven)),
        ["rsqrt"] = (x => x.rsqrt(), x => 1 / Math.Sqrt(x)),
        ["sigmoid"] = (x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["sign"] = (x => (x - 0.5).sign(), x => Math.Sign(x - 0.5)),
        ["silu"] = (x => x.silu(), x => x / (1 + Math.Exp(-x))),
        ["sin"] = (x => x.sin(), Math.Sin),
        ["sinh"] = (x => x.sinh(), Math.Sinh),
        ["softplus"] = (x => x.softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt),
        ["square"] = (x => x.square(), x => x * x),
        ["tan"] = (x => x.tan(), Math.Tan),
        ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["trunc"] = (x => (x * -3).trunc(), x => Math.Truncate(-3 * x)),
        ["add scaled"] = (x => x.add(x, 2), x => 3 * x),
        ["addcdiv"] = (x => x.addcdiv(x + 1, x, 0.5), x => x + 0.5 * (x + 1) / x),
        ["addcmul"] = (x => x.addcmul(x, x, 2), x => x + 2 * x * x),
        ["atan2"] = (x => x.atan2(x + 1), x => Math.Atan2(x, x + 1)),
        ["div by floor"] = (x => (x * -10).div(3, RoundingMode.floor), x => Math.Floor(-10 * x / 3)),
        ["div by trunc"] = (x => (x * -10).div(3, RoundingMode.trunc), x => Math.Truncate(-10 * x / 3)),
        ["hypot"] = (x => x.hypot(x + 1), x => Math.Sqrt(x * x + (x + 1) * (x + 1))),
        ["lerp"] = (x => x.lerp(x + 2, x), x => x + 2 * x),
        ["logaddexp"] = (x => x.logaddexp(x + 1), x => Math.Log(Math.Exp(x) + Math.Exp(x + 1))),
        ["maximum"] = (x => x.maximum(1 - x), x => Math.Max(x, 1 - x)),
        ["minimum"] = (x => x.minimum(1 - x), x => Math.Min(x, 1 - x)),
        ["where"] = (x => x.where(x.gt(0.4), -x), x => x > 0.4 ? x : -x),
        ["masked_fill"] = (x => x.masked_fill(x.lt(0.4), 9), x => x < 0.4 ? 9 : x),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Apply, Func<double, double> Formula)> InPlace =
        new()
        {
            ["add_"] = (x => x.add_(1), x => x + 1),
            ["add_ scaled"] = (x => x.add_(ones_like(x), 3), x => x + 3),
            ["addcdiv_"] = (x => x.addcdiv_(ones_like(x), ones_like(x) * 4, 2), x => x + 0.5),
            ["addcmul_"] = (x => x.addcmul_(ones_like(x), ones_like(x) * 4, 2), x => x + 8),
            ["clamp_"] = (x => x.clamp_(0.3, 0.6), x => Math.Clamp(x, 0.3, 0.6)),
            ["copy_"] = (x => x.copy_(zeros(3)), _ => 0),
            ["detach_"] = (x => x.detach_(), x => x),
            ["div_"] = (x => x.div_(2), x => x / 2),
            ["fill_"] = (x => x.fill_(3), _ => 3),
            ["lerp_"] = (x => x.lerp_(zeros_like(x), full_like(x, 0.5)), x => x / 2),
            ["masked_fill_"] = (x => x.masked_fill_(x.lt(0.4), 9), x => x < 0.4 ? 9 : x),
            ["mul_"] = (x => x.mul_(x.clone()), x => x * x),
            ["sqrt_"] = (x => x.sqrt_(), Math.Sqrt),
            ["sub_"] = (x => x.sub_(1), x => x - 1),
        };

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    public static TheoryData<string> InPlaceNames => [.. InPlace.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void An_operator_follows_its_formula(string name)
    {
        var (apply, formula) = Unary[name];
        new Expectation(() => apply(tensor(Inputs)), [3], [.. Inputs.Select(formula)]).Check();
    }

    [Theory]
    [MemberData(nameof(InPlaceNames))]
    public void An_in_place_operator_changes_its_tensor(string name)
    {
        var (apply, formula) = InPlace[name];
        new Expectation(() => Changed(apply), [3], [.. Inputs.Select(formula)]).Check();
    }

    [Theory]
    [MemberData(nameof(InPlaceNames))]
    public void An_in_place_operator_answers_with_the_same_object(string name)
    {
        using var scope = NewDisposeScope();
        var target = tensor(Inputs);
        Assert.Same(target, InPlace[name].Apply(target));
    }

    private static Tensor Changed(Func<Tensor, Tensor> apply)
    {
        var target = tensor(Inputs);
        apply(target);
        return target;
    }
}
