using System.ComponentModel;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW do alike: all but the place where the weights decay.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MomentOptimizer : OptimizerHelper, IBetas
{
    private protected MomentOptimizer(MomentOptions defaults, double lr)
    {
        defaults.Require(lr);
        defaults.LearningRate = lr;
        defaults.InitialLearningRate = lr;
        _defaults = defaults;
    }

    public (double, double) Betas
    {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private protected MomentOptions Defaults => (MomentOptions)_defaults!;

    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(StepGroup, closure);

    /// <summary>Applies the decay: to the parameter itself, or by answering with another gradient.</summary>
    private protected abstract Tensor Decay(Parameter parameter, Tensor gradient, MomentOptions options);

    private void StepGroup(ParamGroup group)
    {
        var options = (MomentOptions)group.Options;
        foreach (var parameter in group.Parameters)
        {
            using var gradient = parameter.grad;
            if (gradient is null)
            {
                continue;
            }

            using var ascent = options.maximize == true ? Op.Call("neg", gradient) : null;
            var decayed = Decay(parameter, ascent ?? gradient, options);
            ((MomentState)_state[parameter]).Update(decayed, options);
            if (!ReferenceEquals(decayed, gradient))
            {
                decayed.Dispose();
            }
        }
    }
}
