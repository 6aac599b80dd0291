using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>What holds for every method.</summary>
public sealed class MethodLawTests
{
    public static TheoryData<string> Methods => new("full", "lora", "adapter", "blockExpansion");

    [Theory, MemberData(nameof(Methods))]
    public void The_catalog_finds_a_method_by_its_spec(string name) => Assert.Equal(name, Method(name).Name);

    [Theory, MemberData(nameof(Methods))]
    public void Attaching_leaves_the_function_as_it_was(string name)
    {
        using var scope = NewDisposeScope();
        using var plain = ModelFolder.Load(ReferenceCase.FolderOf("gqa_tied"), CPU, ScalarType.Float32);
        using var tuned = TinyModel.With(Method(name));

        Assert.Equal(TinyModel.Logits(plain).data<float>().ToArray(), TinyModel.Logits(tuned).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Exactly_the_trained_weights_receive_gradients(string name)
    {
        using var scope = NewDisposeScope();
        var method = Method(name);
        using var tuned = TinyModel.With(method);
        TinyModel.Disturb(method, tuned);

        var (text, targets) = (zeros(1, 4, dtype: ScalarType.Int64), ones(1, 4, dtype: ScalarType.Int64));
        TargetLoss.Mean(tuned.Model.call(new(text)), targets).backward();

        var trained = method.Trainables(tuned.Model).Select(named => named.Weight).ToHashSet();
        Assert.All(trained, weight => Assert.NotNull(weight.grad));
        Assert.All(tuned.Model.BaseWeights, named => Assert.Equal(trained.Contains(named.Weight), named.Weight.grad is not null));
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_same_seed_gives_the_same_start_whatever_ran_before(string name)
    {
        using var first = TinyModel.With(Method(name), seed: 7);
        using var scope = NewDisposeScope();
        manual_seed(99);
        rand(100);
        using var second = TinyModel.With(Method(name), seed: 7);

        Assert.Equal(TinyModel.Bytes(Method(name), first), TinyModel.Bytes(Method(name), second));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Attaching_does_not_touch_the_global_random_numbers(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var expected = rand(4).data<float>().ToArray();
        manual_seed(3);

        using var tuned = TinyModel.With(Method(name));

        Assert.Equal(expected, rand(4).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Trained_weights_are_float32_in_ordinal_order(string name)
    {
        var method = Method(name);
        using var tuned = TinyModel.With(method, compute: ScalarType.BFloat16);

        var trained = method.Trainables(tuned.Model);

        Assert.Equal(trained.Select(named => named.Name).Order(StringComparer.Ordinal), trained.Select(named => named.Name));
        Assert.All(trained, named => Assert.Equal(ScalarType.Float32, named.Weight.dtype));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Trained_weights_go_to_a_file_and_back_to_the_bit(string name)
    {
        using var folder = new TemporaryFolder();
        var method = Method(name);
        using var first = TinyModel.With(method, seed: 1);
        using var second = TinyModel.With(method, seed: 2);
        TinyModel.Disturb(method, first);
        File.WriteAllBytes(folder["weights.safetensors"], TinyModel.Bytes(method, first));

        using (var source = SafetensorsFile.Open(folder["weights.safetensors"]))
        {
            TensorState.Load(source, method.Trainables(second.Model));
        }

        Assert.Equal(TinyModel.Bytes(method, first), TinyModel.Bytes(method, second));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Weights_of_another_model_are_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var method = Method(name);
        using var tuned = TinyModel.With(method);
        using var other = ModelFolder.Load(ReferenceCase.FolderOf("mha_untied"), CPU, ScalarType.Float32);
        method.Attach(other.Model, seed: 1);
        File.WriteAllBytes(folder["weights.safetensors"], TinyModel.Bytes(method, other));

        using var source = SafetensorsFile.Open(folder["weights.safetensors"]);
        var exception = Record.Exception(() => TensorState.Load(source, method.Trainables(tuned.Model)));

        // The adapter depends on the width and the layers alone, and those are the same in both.
        Assert.Equal(name == "adapter" ? null : ExitCodes.CheckpointMismatch, (exception as RunFailedException)?.Code);
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task Models_on_different_threads_do_not_disturb_one_another(string name)
    {
        var alone = Enumerable.Range(0, 4).Select(seed => Gradients(Method(name), seed)).ToArray();

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Gradients(Method(name), seed))));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_spec_with_two_methods_is_a_broken_promise() =>
        Assert.Throws<ArgumentException>(() => MethodCatalog.From(new MethodSpec { Full = new(), Lora = new() }));

    private static float[] Gradients(ITuningMethod method, int seed)
    {
        using var scope = NewDisposeScope();
        using var tuned = TinyModel.With(method, seed);
        TinyModel.Disturb(method, tuned);
        var text = tensor(new long[] { seed, 1, 2, 3, 4, 5, 6, 7 }, [2, 4]);
        for (var repeat = 0; repeat < 10; repeat++)
        {
            using var step = NewDisposeScope();
            TargetLoss.Mean(tuned.Model.call(new(text)), text).backward();
        }

        return [.. method.Trainables(tuned.Model).SelectMany(named => named.Weight.grad!.data<float>().ToArray())];
    }

    private static ITuningMethod Method(string name) => MethodCatalog.From(name switch
    {
        "full" => new MethodSpec { Full = new FullMethodSpec() },
        "lora" => new MethodSpec { Lora = new LoraMethodSpec { Rank = 2 } },
        "blockExpansion" => new MethodSpec { BlockExpansion = new BlockExpansionMethodSpec { Blocks = new() { Count = 2 } } },
        _ => new MethodSpec { Adapter = new AdapterMethodSpec { Bottleneck = 3 } },
    });
}
