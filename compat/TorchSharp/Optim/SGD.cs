using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013).</summary>
public class SGD : OptimizerHelper, IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0,
        double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0,
        double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        var defaults = Make(lr, momentum, dampening, weight_decay, nesterov, maximize);
        defaults.Require();
        _defaults = defaults;
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public double Momentum
    {
        get => Defaults.momentum!.Value;
        set => Defaults.momentum = value;
    }

    private Options Defaults => (Options)_defaults!;

    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(StepGroup, closure);

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        ((Options)param_group.Options).Complete(Defaults);
        Adopt(param_group, parameter => new State(parameter));
    }

    private void StepGroup(ParamGroup group)
    {
        var options = group.Options;
        var rate = options.LearningRate!.Value;
        foreach (var parameter in group.Parameters)
        {
            var state = (State)StateOf(parameter);
            using var gradient = parameter.grad;
            if (gradient is null)
            {
                continue;
            }

            using var decayed = options.weight_decay is { } decay and not 0
                ? Op.Call("add.Tensor", gradient, parameter, decay)
                : gradient.alias();
            using var direction = options.momentum is { } momentum and not 0
                ? state.Accumulate(decayed, momentum, options)
                : decayed.alias();
            Op.Run("add_.Tensor", parameter, direction, options.maximize == true ? rate : -rate);
        }
    }

    private static Options Make(
        double lr, double momentum, double dampening, double weight_decay, bool nesterov, bool maximize) =>
        new()
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };

    public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
    {
        public Tensor? momentum_buffer;

        public void Dispose()
        {
            momentum_buffer?.Dispose();
            GC.SuppressFinalize(this);
        }

        public override void Initialize(OptimizerOptions options)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        public override void to(Device device) => Move(ref momentum_buffer, device);

        public override void SaveStateDict(BinaryWriter writer) =>
            SaveConditionalStateTensor(writer, momentum_buffer);

        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void LoadStateDict(OptimizerState source)
        {
            momentum_buffer?.Dispose();
            momentum_buffer = Copy(((State)source).momentum_buffer);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State given
            && (momentum_buffer is null || momentum_buffer.allclose(given.momentum_buffer!));

        /// <summary>Adds the gradient to the buffer and answers with the direction of the step, to be
        /// disposed.</summary>
        internal Tensor Accumulate(Tensor gradient, double momentum, Options options)
        {
            if (momentum_buffer is null)
            {
                momentum_buffer = gradient.clone().DetachFromDisposeScope();
            }
            else
            {
                Op.Run("mul_.Scalar", momentum_buffer, momentum);
                Op.Run("add_.Tensor", momentum_buffer, gradient, 1 - options.dampening!.Value);
            }

            return options.nesterov == true
                ? Op.Call("add.Tensor", gradient, momentum_buffer, momentum)
                : momentum_buffer.alias();
        }
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            momentum = given.momentum;
            dampening = given.dampening;
            weight_decay = given.weight_decay;
            nesterov = given.nesterov;
            maximize = given.maximize;
        }

        internal void Complete(Options defaults)
        {
            momentum ??= defaults.momentum;
            dampening ??= defaults.dampening;
            weight_decay ??= defaults.weight_decay;
            nesterov ??= defaults.nesterov;
            maximize ??= defaults.maximize;
        }

        internal void Require()
        {
            if (LearningRate < 0)
            {
                throw new ArgumentException($"Invalid learning rate: {LearningRate}");
            }

            if (momentum < 0)
            {
                throw new ArgumentException($"Invalid momentum value: {momentum}");
            }

            if (weight_decay < 0)
            {
                throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            }

            if (nesterov == true && (momentum <= 0 || dampening != 0))
            {
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            }
        }
    }

    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, Make(lr, momentum, dampening, weight_decay, nesterov, maximize))
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }
}
