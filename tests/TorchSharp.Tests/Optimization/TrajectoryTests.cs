using FedK8s.TorchSemantics.Reference;
using TorchSharp;
using TorchSharp.Modules;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Optimization;

/// <summary>Eight steps of least squares with each optimizer, against the reference step by step. A third parameter
/// takes no part in the loss and must stay as it is.</summary>
public sealed class TrajectoryTests
{
    private static readonly Dictionary<string, Vector> Expected =
        Read<Dictionary<string, Vector>>("optimizers");

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_follow_the_reference(string name)
    {
        using var scope = NewDisposeScope();

        // The reference rounds in another order; Adam divides by roots, which magnifies that where gradients are small.
        Expected[name].Matches(Walk(name, 8), 2e-5);
    }

    [Theory]
    [InlineData("sgd_momentum")]
    [InlineData("adam_amsgrad")]
    [InlineData("adamw_decay")]
    public void A_saved_and_loaded_optimizer_goes_on_as_if_nothing_happened(string name)
    {
        using var scope = NewDisposeScope();

        Expected[name].Matches(Walk(name, 8, reloadAt: 4), 2e-5);
    }

    private static Tensor Walk(string name, int steps, int reloadAt = -1)
    {
        var (features, targets) = (Wave([6, 3], 0.9), Wave([6, 2], 0.5, 1));
        var weight = Parameter(Wave([2, 3], phase: 2));
        var bias = Parameter(Wave([2], phase: 3));
        var frozen = Parameter(Wave([2], phase: 4));
        Parameter[] parameters = [weight, bias, frozen];
        var optimizer = Make(name, parameters);
        var seen = new List<Tensor>();
        for (var step = 0; step < steps; step++)
        {
            if (step == reloadAt)
            {
                optimizer = Reload(optimizer, Make(name, parameters));
            }

            if (name == "adamw_warmup")
            {
                optimizer.ParamGroups.Single().LearningRate = 0.02 * (step + 1);
            }

            optimizer.zero_grad();
            functional.mse_loss(functional.linear(features, weight, bias), targets).backward();
            optimizer.step();
            seen.Add(cat([weight.reshape(-1), bias, frozen]).detach());
        }

        optimizer.Dispose();
        return stack(seen);
    }

    private static OptimizerHelper Reload(OptimizerHelper old, OptimizerHelper fresh)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        old.save_state_dict(writer);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        fresh.load_state_dict(reader);
        old.Dispose();
        return fresh;
    }

    private static OptimizerHelper Make(string name, Parameter[] p) => name switch
    {
        "sgd" => optim.SGD(p, 0.1),
        "sgd_momentum" => optim.SGD(p, 0.1, momentum: 0.9),
        "sgd_dampening" => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3),
        "sgd_nesterov" => optim.SGD(p, 0.05, momentum: 0.8, nesterov: true, weight_decay: 0.01),
        "sgd_maximize" => optim.SGD(p, 0.01, maximize: true),
        "adam" => optim.Adam(p, 0.1),
        "adam_decay" => optim.Adam(p, 0.1, 0.8, 0.95, 1e-6, 0.1),
        "adam_amsgrad" => optim.Adam(p, 0.3, beta2: 0.6, amsgrad: true),
        "adamw" => optim.AdamW(p, 0.1),
        "adamw_decay" => optim.AdamW(p, 0.1, 0.8, 0.95, 1e-6, 0.1),
        "adamw_amsgrad" => optim.AdamW(p, 0.3, beta2: 0.6, weight_decay: 0.05, amsgrad: true),
        "adamw_maximize" => optim.AdamW(p, 0.01, maximize: true),
        "adamw_warmup" => optim.AdamW(p, 0.1, weight_decay: 0.1),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "the reference script has it, this test not"),
    };
}
