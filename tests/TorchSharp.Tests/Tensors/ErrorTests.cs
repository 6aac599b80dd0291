using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Tensors;

public sealed class ErrorTests
{
    [Fact]
    public void A_shape_mismatch_is_an_external_exception_with_the_native_message()
    {
        using var left = zeros(2, 3);

        var error = Assert.Throws<ExternalException>(() => mm(left, left));

        Assert.StartsWith(
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_out_of_range_is_an_external_exception()
    {
        using var embedding = nn.Embedding(3, 2);
        using var ids = tensor(new long[] { 5 });

        Assert.Throws<ExternalException>(() => embedding.call(ids));
    }

    [Fact]
    public void A_target_without_a_class_is_an_external_exception()
    {
        using var logits = zeros(2, 3);
        using var target = tensor(new long[] { 0, 3 });

        Assert.Throws<ExternalException>(() => nn.functional.cross_entropy(logits, target));
    }

    [Fact]
    public void A_reflecting_pad_takes_no_value()
    {
        using var input = zeros(2, 3);

        Assert.Throws<ExternalException>(
            () => nn.functional.pad(input, new long[] { 1, 1 }, PaddingModes.Reflect, value: 0.5));
    }

    [Fact]
    public void A_second_backward_through_one_graph_is_an_external_exception()
    {
        using var leaf = ones(3).requires_grad_();
        using var loss = leaf.exp().sum();
        loss.backward();

        Assert.Throws<ExternalException>(() => loss.backward());
    }

    [Fact]
    public void Too_little_memory_is_an_external_exception() =>
        Assert.Throws<ExternalException>(() => zeros(1L << 50));

    [Fact]
    public void A_disposed_tensor_refuses_its_use()
    {
        var gone = ones(2);
        gone.Dispose();

        var error = Assert.Throws<InvalidOperationException>(() => gone + 1);

        Assert.Equal("Tensor invalid -- empty handle.", error.Message);
    }

    [Fact]
    public void A_tensor_may_be_disposed_twice()
    {
        var gone = ones(2);
        gone.Dispose();

        gone.Dispose();

        Assert.True(gone.IsInvalid);
    }

    [Fact]
    public void Moving_to_an_absent_gpu_is_an_invalid_operation()
    {
        Assert.SkipWhen(cuda.is_available(), "this machine has a GPU");
        using var tensor = ones(2);

        Assert.Throws<InvalidOperationException>(() => tensor.to(CUDA));
    }
}
