using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.BlockExpansion;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

public sealed class BlockExpansionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, BlockGate> Cases => [.. Models.SelectMany(model => Enum.GetValues<BlockGate>().Select(gate => (model, gate)))];

    private static string[] Models { get; } =
        [TinyModel.Decoder, "gpt2/tied", "bert_classifier", "bert_masked", "roberta_classifier", "roberta_masked"];

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Cases))]
    public void New_blocks_anywhere_leave_the_function_as_it_was_to_the_bit(string model, BlockGate gate)
    {
        using var plain = TinyModel.Load(model);
        var expected = Logits(plain);

        foreach (var positions in Subsets(plain.Model.Blocks.Count))
        {
            using var expanded = TinyModel.With(Method(gate, positions), model: model);

            Assert.Equal(expected, Logits(expanded));
        }
    }

    [Fact]
    public void A_block_that_norms_afterwards_is_no_identity_without_a_scale()
    {
        using var loaded = TinyModel.With(Method(BlockGate.None, [0]), model: "bert_masked");
        var block = Assert.Single(loaded.Model.Blocks.Inserted);
        foreach (var (name, weight) in block.Weights.Where(named => named.Name.Contains("output.dense", StringComparison.Ordinal)))
        {
            Weights.FillConstant(weight, 0); // what makes an identity of a block that norms before
        }

        Weights.FillConstant(block.Gate!.scale!, 1); // as if it had none

        Assert.NotEqual(Logits(TinyModel.Load("bert_masked")), Logits(loaded));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Bypassed_a_trained_model_is_its_base_to_the_bit(string model, BlockGate gate)
    {
        using var plain = TinyModel.Load(model);
        var method = Method(gate, [0]);
        using var expanded = TinyModel.With(method, model: model);
        var before = Bytes(expanded.Model.BaseWeights);
        DisturbBlocks(expanded);
        Assert.NotEqual(Logits(plain), Logits(expanded));

        expanded.Model.Blocks.IsBypassed = true;

        Assert.Equal(Logits(plain), Logits(expanded));
        Assert.Equal(before, Bytes(expanded.Model.BaseWeights));
    }

    [Fact]
    public void At_first_only_the_last_matrices_of_a_block_have_a_gradient_that_is_not_zero()
    {
        using var expanded = TinyModel.With(Method(BlockGate.None, [0, 1]));

        Loss(expanded).backward();

        Assert.All(expanded.Model.Blocks.Inserted.SelectMany(block => block.Weights), named => Assert.Equal(
            named.Name is "self_attn.o_proj.weight" or "mlp.down_proj.weight", named.Weight.grad!.abs().sum().item<float>() > 0));
    }

    [Theory]
    [InlineData(BlockGate.Input)]
    [InlineData(BlockGate.First)]
    [InlineData(BlockGate.Token)]
    [InlineData(BlockGate.Mean)]
    public void With_a_gate_no_token_sees_what_comes_after_it(BlockGate gate)
    {
        var method = Method(gate, [0, 1]);
        using var expanded = TinyModel.With(method);
        TinyModel.Disturb(method, expanded);
        using var noGradients = no_grad();
        var whole = expanded.Model.call(new(tensor(new long[] { 3, 1, 4, 1, 5 }, [1, 5])));
        var other = expanded.Model.call(new(tensor(new long[] { 3, 1, 4, 7, 7 }, [1, 5])));

        Network.ReferenceCase.AssertClose(whole.narrow(1, 0, 3), other.narrow(1, 0, 3), "logits");
    }

    [Theory]
    [InlineData("bert_classifier", BlockGate.Input)]
    [InlineData("roberta_masked", BlockGate.Mean)]
    public void With_a_gate_a_row_does_not_see_its_filling(string model, BlockGate gate)
    {
        var method = Method(gate, [0]);
        using var expanded = TinyModel.With(method, model: model);
        TinyModel.Disturb(method, expanded);
        using var noGradients = no_grad();
        var alone = expanded.Model.call(new(tensor(new long[] { 3, 1, 4 }, [1, 3])));
        var filled = expanded.Model.call(new(
            tensor(new long[] { 3, 1, 4, 9, 9 }, [1, 5]), tensor(new[] { true, true, true, false, false }, [1, 5])));

        Network.ReferenceCase.AssertClose(alone, expanded.Model.Labels.Count > 0 ? filled : filled.narrow(1, 0, 3), "logits");
    }

    [Fact]
    public void A_gate_starts_at_the_sigmoid_of_minus_one()
    {
        using var loaded = TinyModel.With(Method(BlockGate.Input, [0]));
        var gate = loaded.Model.Blocks.Inserted[0].Gate!;

        var merged = gate.call(zeros(1, 2, loaded.Model.HiddenSize), ones(1, 2, loaded.Model.HiddenSize), null);

        Assert.All(merged.data<float>().ToArray(), value => Assert.Equal(1 / (1 + Math.E), value, 6));
    }

    [Fact]
    public void A_gate_attends_by_its_query_and_reads_by_its_weight()
    {
        using var gate = new Worker.Network.Expansion.BlockGateWeights(BlockGate.Input, isScaled: false, width: 2, CPU);
        Set(gate.query!, 1, 0);
        Set(gate.weight!, 0, 2);
        var hidden = tensor(new float[] { 3, 3, 0, 5 }, [1, 2, 2]); // over the root mean square: (1, 1), (0, sqrt 2)

        var merged = gate.call(hidden, zeros(1, 2, 2), null);

        // attention (e, 1) / (e + 1); read 2 e / (e + 1) + 2 sqrt 2 / (e + 1) - 1
        var read = (((2 * Math.E) + (2 * Math.Sqrt(2))) / (Math.E + 1)) - 1;
        Assert.Equal(3 * (1 - (1 / (1 + Math.Exp(-read)))), merged[0, 0, 0].item<float>(), 5);
    }

    [Fact]
    public void Blocks_are_placed_anew_with_their_start_values()
    {
        var method = Method(BlockGate.None, [0]);
        using var expanded = TinyModel.With(method);
        DisturbBlocks(expanded);

        ((IPlacedMethod)method).Place(expanded.Model, [1]);

        Assert.Equal([1], ((IPlacedMethod)method).Positions(expanded.Model));
        Assert.Equal(Logits(TinyModel.Load(TinyModel.Decoder)), Logits(expanded));
    }

    [Fact]
    public void A_checkpoint_with_blocks_where_the_model_has_none_is_refused()
    {
        var method = Method(BlockGate.None, [0]);
        using var expanded = TinyModel.With(method);

        var failure = Assert.Throws<RunFailedException>(() => ((IPlacedMethod)method).Place(expanded.Model, [1, 9]));

        Assert.Equal(ExitCodes.CheckpointMismatch, failure.Code);
        Assert.Contains("1, 9", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_named_by_the_number_of_their_block()
    {
        var method = Method(BlockGate.First, [0, 1]);
        using var expanded = TinyModel.With(method);

        var names = method.Trainables(expanded.Model).Select(named => named.Name).ToArray();

        Assert.Contains("expanded.1.self_attn.q_proj.weight", names);
        Assert.Contains("expanded.0.gate.bias", names);
        Assert.Equal(["expanded-0", "expanded-1"], BlockLayout.Of(names).Blocks.Select(block => block.Id.Value));
    }

    [Fact]
    public void A_gated_model_is_not_written_as_a_deeper_one()
    {
        var method = Method(BlockGate.Input, [0]);
        using var expanded = TinyModel.With(method);

        Assert.NotNull(method.MergeObstacle);
        Assert.Throws<NotSupportedException>(() => method.Export(expanded, _folder["out"], ExportForm.Merged));
    }

    private static IEnumerable<int[]> Subsets(int count) => Enumerable.Range(1, (1 << count) - 1)
        .Select(mask => Enumerable.Range(0, count).Where(bit => (mask & (1 << bit)) != 0).ToArray());

    private static void Set(Parameter weight, params float[] values)
    {
        using var noGradients = no_grad();
        weight.copy_(tensor(values, weight.shape));
    }

    private static void DisturbBlocks(LoadedModel loaded)
    {
        foreach (var ((_, weight), seed) in loaded.Model.Blocks.Inserted.SelectMany(block => block.Weights).Zip(Enumerable.Range(1, int.MaxValue)))
        {
            Weights.FillNormal(weight, (ulong)seed, 0.5);
        }
    }

    private static float[] Logits(LoadedModel loaded) => TinyModel.Logits(loaded).data<float>().ToArray();

    private static byte[] Bytes(IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        using var stream = new MemoryStream();
        TensorState.Write(stream, weights);
        return stream.ToArray();
    }

    private static Tensor Loss(LoadedModel loaded) => TargetLoss.Mean(
        loaded.Model.call(new(tensor(new long[] { 3, 1, 4, 1 }, [1, 4]))), tensor(new long[] { 1, 4, 1, 5 }, [1, 4]));

    private static BlockExpansionMethod Method(BlockGate gate, int[] positions) => new(new()
    {
        Gate = gate,
        Blocks = new() { Positions = BlockPositions.Explicit, Explicit = positions },
    });
}
