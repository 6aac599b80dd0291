using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Modules;

/// <summary>A module with a bit of everything, its fields in an order that the registered names do not
/// follow.</summary>
internal sealed class Sample : Module<Tensor, Tensor>
{
    private readonly Inner a;
    private readonly ModuleList<Module> l;
    private readonly Parameter p;
    private readonly Tensor own;

    internal Sample()
        : base(nameof(Sample))
    {
        a = new Inner();
        l = ModuleList<Module>(Linear(2, 2), GELU(), Linear(2, 1, hasBias: false));
        p = Parameter(ones(2));
        own = zeros(1);
        RegisterComponents();
    }

    internal Parameter Scale => p;

    public override Tensor forward(Tensor input) => a.call(input * p) + own;

    internal sealed class Inner : Module<Tensor, Tensor>
    {
        private readonly Linear fc;
        private readonly Tensor buf;

        internal Inner()
            : base(nameof(Inner))
        {
            fc = Linear(2, 2);
            buf = ones(3);
            register_buffer("hidden", ones(1), persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => fc.call(input) + buf.sum();
    }
}
