using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Lifetime;

/// <summary>A two-layer classifier and its optimizer: enough to make tensors of every kind in each step.</summary>
internal sealed class SmallTraining : IDisposable
{
    private const int Batch = 16;
    private const int Features = 24;
    private const int Classes = 5;

    private readonly Sequential _model = nn.Sequential(
        nn.Linear(Features, 32), nn.GELU(), nn.LayerNorm(32), nn.Dropout(0.1), nn.Linear(32, Classes));
    private readonly AdamW _optimizer;
    private readonly Generator _generator = new(7);

    public SmallTraining() => _optimizer = optim.AdamW(_model.parameters(), lr: 1e-3);

    /// <summary>One step inside a dispose scope; answers the loss.</summary>
    public float Step()
    {
        using var scope = NewDisposeScope();
        return Run();
    }

    /// <summary>One step whose tensors are left to the finalisers.</summary>
    public float Leak() => Run();

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _generator.Dispose();
    }

    private float Run()
    {
        var input = randn(Batch, Features, generator: _generator); // (B, F)
        var target = randint(0, Classes, [Batch], generator: _generator); // (B)
        _optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(_model.call(input), target);
        loss.backward();
        nn.utils.clip_grad_norm_(_model.parameters(), 1.0);
        _optimizer.step();
        return loss.item<float>();
    }
}
