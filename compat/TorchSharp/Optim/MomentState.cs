using System.ComponentModel;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Running averages of a parameter's gradient and of its square.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MomentState : OptimizerState, IDisposable
{
    public long step;
    public Tensor exp_avg = null!;
    public Tensor exp_avg_sq = null!;
    public Tensor? max_exp_avg_sq;

    private protected MomentState(Parameter parameter)
        : base(parameter)
    {
    }

    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
        GC.SuppressFinalize(this);
    }

    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        step = 0;
        exp_avg = Zeros();
        exp_avg_sq = Zeros();
        max_exp_avg_sq = ((MomentOptions)options).amsgrad == true ? Zeros() : null;
    }

    public override void to(Device device)
    {
        Move(ref exp_avg!, device);
        Move(ref exp_avg_sq!, device);
        Move(ref max_exp_avg_sq, device);
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        exp_avg.Save(writer);
        exp_avg_sq.Save(writer);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg.Load(reader);
        exp_avg_sq.Load(reader);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var given = (MomentState)source;
        Dispose();
        step = given.step;
        exp_avg = Copy(given.exp_avg)!;
        exp_avg_sq = Copy(given.exp_avg_sq)!;
        max_exp_avg_sq = Copy(given.max_exp_avg_sq);
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is MomentState given
        && step == given.step
        && exp_avg.allclose(given.exp_avg)
        && exp_avg_sq.allclose(given.exp_avg_sq)
        && (max_exp_avg_sq is null || max_exp_avg_sq.allclose(given.max_exp_avg_sq!));

    /// <summary>One step of Adam (Kingma and Ba 2015, algorithm 1; with amsgrad, Reddi et al. 2018, algorithm 2).
    /// The corrected update lr·m̂/(√v̂ + ε) is computed as lr·√c₂/c₁·m/(√v + ε·√c₂) with cᵢ = 1 − βᵢᵗ, which spares a
    /// pass over the tensor.</summary>
    internal void Update(Tensor gradient, MomentOptions options)
    {
        step++;
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var correction1 = 1 - Math.Pow(beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        Op.Run("lerp_.Scalar", exp_avg, gradient, 1 - beta1);
        Op.Run("mul_.Scalar", exp_avg_sq, beta2);
        Op.Run("addcmul_", exp_avg_sq, gradient, gradient, 1 - beta2);
        if (max_exp_avg_sq is not null)
        {
            Op.Run("maximum.out", max_exp_avg_sq, exp_avg_sq, max_exp_avg_sq);
        }

        using var denominator = Op.Call("sqrt", max_exp_avg_sq ?? exp_avg_sq);
        Op.Run("add_.Scalar", denominator, options.eps!.Value * correction2);
        var rate = options.LearningRate!.Value * correction2 / correction1;
        Op.Run("addcdiv_", _parameter, exp_avg, denominator, -rate);
    }
}
