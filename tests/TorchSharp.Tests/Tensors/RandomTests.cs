using FedK8s.TorchSemantics.Reference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Tensors;

public sealed class RandomTests
{
    private static readonly Dictionary<string, Vector> Expected = Vectors.Read<Dictionary<string, Vector>>("random");

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_gives_the_reference_numbers(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1234);

        var drawn = Draw(name);

        Expected[name].Matches(drawn, 1e-6);
    }

    [Fact]
    public void A_restored_state_repeats_the_numbers()
    {
        using var state = random.get_rng_state();
        using var first = rand(5);

        random.set_rng_state(state);
        using var second = rand(5);

        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_one_alone()
    {
        using var own = new Generator(5);
        random.manual_seed(1234);

        using var unrelated = rand(5, generator: own);
        using var drawn = rand(7);

        Expected["rand"].Matches(drawn, 1e-6);
    }

    private static Tensor Draw(string name) => name switch
    {
        "rand" => rand(7),
        "rand_float64" => rand(7, dtype: ScalarType.Float64),
        "randn_short" => randn(7),
        "randn_long" => randn(37),
        "randperm" => randperm(13),
        "randint" => randint(0, 1000, new long[] { 11 }),
        "uniform" => empty(9).uniform_(-2, 3),
        "normal" => empty(33).normal_(1, 0.5),
        "multinomial" => multinomial(tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f }), 20, replacement: true),
        "dropout" => nn.functional.dropout(ones(40), 0.3),
        "linear" => Flat(nn.Linear(5, 4)),
        "linear_without_bias" => Flat(nn.Linear(5, 4, hasBias: false)),
        "embedding" => Flat(nn.Embedding(7, 5)),
        "embedding_with_padding" => Flat(nn.Embedding(7, 5, padding_idx: 2)),
        "conv2d" => Flat(nn.Conv2d(2, 3, 3)),
        "layer_norm" => Flat(nn.LayerNorm(5)),
        "kaiming_uniform" => nn.init.kaiming_uniform_(empty(6, 5)),
        "xavier_uniform" => nn.init.xavier_uniform_(empty(6, 5), 0.5),
        "sequence" => cat([randn(3), rand(3), randn(20)]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "the reference script draws it, this test not"),
    };

    private static Tensor Flat(nn.Module module)
    {
        using (module)
        {
            return cat([.. module.parameters().Select(parameter => parameter.detach().reshape(-1))]).clone();
        }
    }
}
