using FedK8s.Contracts.Spec;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Adapter;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>What holds for every method on GPT-2, whose layers differ from the other decoders' in names and weight order.</summary>
public sealed class Gpt2LawTests : IDisposable
{
    private const string Model = "gpt2/tied";

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Methods => new("full", "lora", "adapter", "blockExpansion");

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Methods))]
    public void Attaching_leaves_the_function_as_it_was(string name)
    {
        using var plain = TinyModel.Load(Model);
        using var tuned = TinyModel.With(Method(name), model: Model);

        Assert.Equal(TinyModel.Logits(plain).data<float>().ToArray(), TinyModel.Logits(tuned).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Exactly_the_trained_weights_receive_gradients(string name)
    {
        var method = Method(name);
        using var tuned = TinyModel.With(method, model: Model);
        TinyModel.Disturb(method, tuned);

        Loss(tuned).backward();

        var trained = method.Trainables(tuned.Model).Select(named => named.Weight).ToHashSet();
        Assert.All(trained, weight => Assert.NotNull(weight.grad));
        Assert.All(tuned.Model.BaseWeights, named => Assert.Equal(trained.Contains(named.Weight), named.Weight.grad is not null));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Steps_against_the_gradient_lower_the_loss(string name)
    {
        var method = Method(name);
        using var tuned = TinyModel.With(method, model: Model);
        using var optimizer = optim.SGD(method.Trainables(tuned.Model).Select(named => named.Weight), 0.05);
        var start = Loss(tuned).item<float>();

        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            Loss(tuned).backward();
            optimizer.step();
        }

        Assert.True(Loss(tuned).item<float>() < 0.9 * start);
    }

    // With U at zero an adapter adds its last bias to what the block gives, as the block's own last bias does.
    [Fact]
    public void An_adapter_lies_behind_the_block_s_last_layer()
    {
        var method = new AdapterMethod(new() { Bottleneck = 3 });
        using var plain = TinyModel.Load(Model);
        using var tuned = TinyModel.With(method, model: Model);
        foreach (var (name, weight) in method.Trainables(tuned.Model).Where(named => named.Name.EndsWith("up.bias", StringComparison.Ordinal)))
        {
            var own = plain.Model.BaseWeights
                .Single(named => named.Name == name.Replace("adapter.up.bias", "c_proj.bias", StringComparison.Ordinal)).Weight;
            using var noGradients = no_grad();
            var change = linspace(-1, 1, own.shape[0]);
            weight.add_(change);
            own.add_(change);
        }

        Network.ReferenceCase.AssertClose(TinyModel.Logits(plain), TinyModel.Logits(tuned), "logits");
    }

    private static Tensor Loss(LoadedModel tuned)
    {
        var text = tensor(new long[] { 3, 1, 4, 1, 5, 9 }, [1, 6]);
        return TargetLoss.Mean(tuned.Model.call(new(text)), text);
    }

    private static ITuningMethod Method(string name) => MethodCatalog.From(name switch
    {
        "full" => new MethodSpec { Full = new FullMethodSpec() },
        "lora" => new MethodSpec { Lora = new LoraMethodSpec { Rank = 2, TargetModules = ["c_attn", "c_proj", "c_fc"] } },
        "blockExpansion" => new MethodSpec { BlockExpansion = new BlockExpansionMethodSpec { Blocks = new() { Count = 2 } } },
        _ => new MethodSpec { Adapter = new AdapterMethodSpec { Bottleneck = 3 } },
    });
}
