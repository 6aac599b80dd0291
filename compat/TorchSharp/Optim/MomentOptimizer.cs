using System.ComponentModel;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW do alike: all but the place where the weights decay. Parameters are updated in batches
/// by operators over lists of tensors, which costs a GPU one launch instead of one for each tensor.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MomentOptimizer : OptimizerHelper, IBetas
{
    /// <summary>How many parameters are updated at once: their denominators exist at the same time.</summary>
    private const int BatchSize = 32;

    /// <summary>How many elements are updated at once on a CPU: what one operator leaves in the cache the next finds there.
    /// Weights, gradients and both moments of so many are 1 MiB.</summary>
    private const long CachedElementCount = 1 << 16;

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

    /// <summary>Applies the decay: to the parameters themselves, or by answering with other gradients.</summary>
    private protected abstract Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, MomentOptions options);

    private void StepGroup(ParamGroup parameterGroup)
    {
        var ready = from parameter in parameterGroup.Parameters
                    let state = (MomentState)StateOf(parameter)
                    let gradient = parameter.grad
                    where gradient is not null
                    select (Parameter: (Tensor)parameter, Gradient: gradient, State: state);
        foreach (var batch in ready.GroupBy(entry => entry.State.step).SelectMany(Batches))
        {
            using var scope = NewDisposeScope();
            var states = Array.ConvertAll(batch, entry => entry.State);
            var parameters = Array.ConvertAll(batch, entry => entry.Parameter);
            var gradients = Array.ConvertAll(batch, entry => entry.Gradient);
            Update(states, parameters, gradients, (MomentOptions)parameterGroup.Options);
        }
    }

    private static IEnumerable<(Tensor Parameter, Tensor Gradient, MomentState State)[]> Batches(
        IEnumerable<(Tensor Parameter, Tensor Gradient, MomentState State)> entries)
    {
        var batch = new List<(Tensor Parameter, Tensor Gradient, MomentState State)>();
        var elementCount = 0L;
        foreach (var entry in entries)
        {
            elementCount += entry.Parameter.numel();
            var isCached = entry.Parameter.device_type != DeviceType.CPU || elementCount <= CachedElementCount;
            if (batch.Count > 0 && (batch.Count == BatchSize || !isCached))
            {
                yield return [.. batch];
                batch.Clear();
                elementCount = entry.Parameter.numel();
            }

            batch.Add(entry);
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    /// <summary>One step of Adam (Kingma and Ba 2015, algorithm 1; with amsgrad, Reddi et al. 2018, algorithm 2).
    /// The corrected update lr·m̂/(√v̂ + ε) is computed as lr·√c₂/c₁·m/(√v + ε·√c₂) with cᵢ = 1 − βᵢᵗ, which spares a
    /// pass over the tensors.</summary>
    private void Update(MomentState[] states, Tensor[] parameters, Tensor[] gradients, MomentOptions options)
    {
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var step = states[0].step + 1;
        var correction1 = 1 - Math.Pow(beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        Array.ForEach(states, state => state.step = step);
        if (options.maximize == true)
        {
            gradients = Op.List("_foreach_neg", (Value)gradients);
        }

        gradients = Decay(parameters, gradients, options);
        var means = Array.ConvertAll(states, state => state.exp_avg);
        var squares = Array.ConvertAll(states, state => state.exp_avg_sq);
        Op.Run("_foreach_mul_.Scalar", means, beta1);
        Op.Run("_foreach_add_.List", means, gradients, 1 - beta1);
        Op.Run("_foreach_mul_.Scalar", squares, beta2);
        Op.Run("_foreach_addcmul_.Scalar", squares, gradients, gradients, 1 - beta2);
        var denominators = Op.List("_foreach_sqrt", (Value)Array.ConvertAll(states, Largest));
        Op.Run("_foreach_add_.Scalar", denominators, options.eps!.Value * correction2);
        var rate = options.LearningRate!.Value * correction2 / correction1;
        Op.Run("_foreach_addcdiv_.Scalar", parameters, means, denominators, -rate);
    }

    private static Tensor Largest(MomentState state)
    {
        if (state.max_exp_avg_sq is null)
        {
            return state.exp_avg_sq;
        }

        Op.Run("maximum.out", state.max_exp_avg_sq, state.exp_avg_sq, state.max_exp_avg_sq);
        return state.max_exp_avg_sq;
    }
}
