using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015); its weight decay is part of the gradient.</summary>
public class Adam : MomentOptimizer
{
    public Adam(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public Adam(
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

    private protected override Tensor[] Decay(Tensor[] parameters, Tensor[] gradients, MomentOptions options) =>
        options.weight_decay > 0
            ? Op.List("_foreach_add.List", gradients, parameters, options.weight_decay.Value)
            : gradients;

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
