using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam whose weights decay by themselves, beside the gradient step (Loshchilov and Hutter 2019).</summary>
public class AdamW : MomentOptimizer
{
    public AdamW(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : base(Make(beta1, beta2, eps, weight_decay, amsgrad, maximize), lr)
    {
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        ((Options)param_group.Options).Complete(Defaults);
        Adopt(param_group, parameter => new State(parameter));
    }

    private protected override Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, MomentOptions options)
    {
        if (options.weight_decay > 0)
        {
            var kept = 1 - (options.LearningRate!.Value * options.weight_decay.Value);
            Op.Run("_foreach_mul_.Scalar", parameters, kept);
        }

        return gradients;
    }

    private static Options Make(
        double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize) =>
        new()
        {
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };

    public class Options : MomentOptions
    {
    }

    public sealed class State(Parameter parameter) : MomentState(parameter)
    {
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, Make(beta1, beta2, eps, weight_decay, amsgrad, maximize))
        {
            Options.LearningRate = lr;
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
