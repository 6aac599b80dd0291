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
}
