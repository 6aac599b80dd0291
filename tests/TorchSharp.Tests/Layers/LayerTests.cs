using FedK8s.TorchSemantics.Reference;
using TorchSharp;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FedK8s.TorchSemantics.Layers;

/// <summary>Outputs and gradients against the reference, in the functional form and, where there is one, as a
/// module.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = Wave([3, 4]);
    private readonly Tensor _image = Wave([2, 3, 6, 6], 0.3);

    public static TheoryData<string> Activations =>
        ["relu", "gelu", "silu", "sigmoid", "tanh", "softmax", "log_softmax"];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_follow_the_reference(string name) =>
        Check("layers", name, leaves => Activate(name, leaves[0]), name == "relu" ? _x : _x * 3);

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_modules_follow_the_reference(string name) =>
        Check("layers", name, leaves => Activation(name).call(leaves[0]), name == "relu" ? _x : _x * 3);

    [Fact]
    public void Normalization_follows_the_reference() =>
        Check("layers", "normalize", leaves => F.normalize(leaves[0]), _x);

    [Fact]
    public void Linear_follows_the_reference() =>
        Check(
            "layers", "linear", leaves => F.linear(leaves[0], leaves[1], leaves[2]),
            _x, Wave([5, 4], 0.4), Wave([5], phase: 1));

    [Fact]
    public void Layer_norm_follows_the_reference() =>
        Check(
            "layers", "layer_norm", leaves => F.layer_norm(leaves[0], [4], leaves[1], leaves[2]),
            _x, Wave([4], phase: 2), Wave([4], phase: 3));

    [Fact]
    public void Embedding_follows_the_reference()
    {
        var ids = tensor(new long[] { 0, 2, 1, 4, 2, 3 }, new long[] { 2, 3 });
        var embedding = nn.Embedding(5, 4);
        using (no_grad())
        {
            embedding.weight!.copy_(Wave([5, 4]));
        }

        var output = embedding.call(ids);
        (output * output).sum().backward();

        var expected = Read<Case>("layers", "embedding");
        expected.Output.Matches(output);
        expected.Gradients[0].Matches(embedding.weight!.grad!);
    }

    [Fact]
    public void Convolution_follows_the_reference() =>
        Check(
            "layers", "conv2d", leaves => F.conv2d(leaves[0], leaves[1], leaves[2], [2, 2], [1, 1]),
            _image, Wave([4, 3, 3, 3], 0.2), Wave([4]));

    [Fact]
    public void Convolution_in_groups_follows_the_reference() =>
        Check(
            "layers", "conv2d_groups", leaves => F.conv2d(leaves[0], leaves[1], groups: 3),
            _image, Wave([3, 1, 2, 2]));

    [Fact]
    public void Convolution_with_same_padding_keeps_the_sides()
    {
        var layer = nn.Conv2d(3, 4, 3, Padding.Same);

        Assert.Equal([2, 4, 6, 6], layer.call(_image).shape);
    }

    [Fact]
    public void Pooling_follows_the_reference()
    {
        Check("layers", "max_pool2d", leaves => F.max_pool2d(leaves[0], 2), _image);
        Check("layers", "avg_pool2d", leaves => F.avg_pool2d(leaves[0], 3, 2, 1), _image);
        Check("layers", "adaptive_avg_pool2d", leaves => F.adaptive_avg_pool2d(leaves[0], (2, 3)), _image);
    }

    [Fact]
    public void Pooling_modules_follow_the_reference()
    {
        Check("layers", "max_pool2d", leaves => nn.MaxPool2d(2).call(leaves[0]), _image);
        Check("layers", "avg_pool2d", leaves => nn.AvgPool2d(3, 2, 1).call(leaves[0]), _image);
        Check("layers", "adaptive_avg_pool2d", leaves => nn.AdaptiveAvgPool2d((2, 3)).call(leaves[0]), _image);
    }

    [Fact]
    public void Padding_follows_the_reference()
    {
        Check("layers", "pad", leaves => F.pad(leaves[0], new long[] { 1, 2 }, value: 0.5), _x);
        Check("layers", "pad_reflect", leaves => F.pad(leaves[0], new long[] { 1, 2 }, PaddingModes.Reflect), _x);
    }

    [Fact]
    public void Einsum_follows_the_reference() =>
        Check(
            "layers", "einsum", leaves => einsum("ij,kj->ik", leaves[0], leaves[1]), _x, Wave([2, 4], phase: 1));

    [Fact]
    public void Batch_norm_follows_the_reference_through_training_and_evaluation()
    {
        var layer = nn.BatchNorm2d(3);

        Read<Case>("layers", "batch_norm_first").Output.Matches(layer.call(_image));
        Read<Case>("layers", "batch_norm_second").Output.Matches(layer.call(_image * 2));
        Read<Case>("layers", "batch_norm_mean").Output.Matches(layer.get_buffer("running_mean")!);
        Read<Case>("layers", "batch_norm_variance").Output.Matches(layer.get_buffer("running_var")!);
        layer.eval();
        Read<Case>("layers", "batch_norm_evaluation").Output.Matches(layer.call(_image));
    }

    [Fact]
    public void Batch_norm_counts_its_batches()
    {
        var layer = nn.BatchNorm2d(3);

        layer.call(_image);
        layer.call(_image);

        Assert.Equal(2, layer.get_buffer("num_batches_tracked")!.ToInt64());
    }

    [Fact]
    public void One_hot_puts_a_one_where_the_index_says()
    {
        var rows = F.one_hot(tensor(new long[] { 2, 0 }), 3);

        Assert.Equal([0L, 0, 1, 1, 0, 0], rows.data<long>().ToArray());
    }

    [Fact]
    public void Dropout_does_nothing_in_evaluation()
    {
        var layer = nn.Dropout(0.9);
        layer.eval();

        Assert.True(layer.call(_x).allclose(_x));
    }

    [Fact]
    public void Flatten_keeps_the_batch() => Assert.Equal([2, 108], nn.Flatten().call(_image).shape);

    [Fact]
    public void Sequential_is_one_after_the_other()
    {
        var stages = nn.Sequential(nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1));

        using var first = ((nn.Module<Tensor, Tensor>)stages[0]).call(_x);
        using var second = ((nn.Module<Tensor, Tensor>)stages[2]).call(first.tanh());
        Assert.True(stages.call(_x).allclose(second));
    }

    [Fact]
    public void Sequential_names_its_stages_by_position()
    {
        using var stages = nn.Sequential(nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1, hasBias: false));

        Assert.Equal(
            ["0.weight", "0.bias", "2.weight"], stages.named_parameters().Select(entry => entry.name));
    }

    private static Tensor Activate(string name, Tensor input) => name switch
    {
        "relu" => F.relu(input),
        "gelu" => F.gelu(input),
        "silu" => F.silu(input),
        "sigmoid" => F.sigmoid(input),
        "tanh" => F.tanh(input),
        "softmax" => F.softmax(input, 1),
        _ => F.log_softmax(input, 1),
    };

    private static nn.Module<Tensor, Tensor> Activation(string name) => name switch
    {
        "relu" => nn.ReLU(),
        "gelu" => nn.GELU(),
        "silu" => nn.SiLU(),
        "sigmoid" => nn.Sigmoid(),
        "tanh" => nn.Tanh(),
        "softmax" => nn.Softmax(1),
        _ => nn.LogSoftmax(1),
    };
}
