using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Modules;

public sealed class StateTests : IDisposable
{
    private readonly Sample _sample = new();
    private readonly Sample _other = new();

    public void Dispose()
    {
        _sample.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void State_values_alias_the_parameters()
    {
        using (no_grad())
        {
            _sample.state_dict()["p"].fill_(7);
        }

        Assert.Equal([7f, 7f], _sample.Scale.data<float>().ToArray());
    }

    [Fact]
    public void State_values_keep_requires_grad()
    {
        var state = _sample.state_dict();

        Assert.True(state["p"].requires_grad);
        Assert.False(state["a.buf"].requires_grad);
    }

    [Fact]
    public void Loading_copies_the_values()
    {
        _sample.load_state_dict(_other.state_dict());

        Assert.Equal(
            _other.get_parameter("a.fc.weight")!.data<float>().ToArray(),
            _sample.get_parameter("a.fc.weight")!.data<float>().ToArray());
    }

    [Fact]
    public void Loading_keeps_the_parameter_objects()
    {
        var before = _sample.Scale;

        _sample.load_state_dict(_other.state_dict());

        Assert.Same(before, _sample.get_parameter("p"));
    }

    [Fact]
    public void Strict_loading_refuses_a_missing_key()
    {
        var state = _other.state_dict();
        state.Remove("p");

        Assert.Throws<InvalidOperationException>(() => _sample.load_state_dict(state));
    }

    [Fact]
    public void Strict_loading_refuses_an_unexpected_key()
    {
        var state = _other.state_dict();
        state["q"] = state["p"];

        Assert.Throws<InvalidOperationException>(() => _sample.load_state_dict(state));
    }

    [Fact]
    public void Loose_loading_names_the_missing_and_the_unexpected()
    {
        var state = _other.state_dict();
        state.Remove("p");
        state["q"] = state["own"];

        var (missing, unexpected) = _sample.load_state_dict(state, strict: false);

        Assert.Equal(["p"], missing);
        Assert.Equal(["q"], unexpected);
    }

    [Fact]
    public void Loading_a_wrong_shape_is_an_external_exception()
    {
        var state = _other.state_dict();
        using var wrong = zeros(5);
        state["p"] = wrong;

        Assert.Throws<ExternalException>(() => _sample.load_state_dict(state));
    }

    [Fact]
    public void Skipped_keys_are_neither_wanted_nor_loaded()
    {
        var before = _sample.Scale.data<float>().ToArray();
        var state = _other.state_dict();
        using var different = zeros(2);
        state["p"] = different;

        _sample.load_state_dict(state, skip: ["p"]);

        Assert.Equal(before, _sample.Scale.data<float>().ToArray());
    }

    [Fact]
    public void A_saved_module_loads_again()
    {
        using var stream = new MemoryStream();
        _other.save(stream);
        using var saved = new MemoryStream(stream.ToArray());

        _sample.load(saved);

        Assert.Equal(
            _other.get_parameter("l.0.weight")!.data<float>().ToArray(),
            _sample.get_parameter("l.0.weight")!.data<float>().ToArray());
    }

    [Fact]
    public void A_saved_module_begins_with_the_count_the_first_key_and_its_type_and_shape()
    {
        using var stream = new MemoryStream();

        _other.save(stream);

        // 8 entries; "p"; Float32 (6) of one dimension of 2; then 1.0f twice.
        Assert.Equal(
            new byte[] { 8, 1, (byte)'p', 6, 1, 2, 0, 0, 128, 63, 0, 0, 128, 63 }, stream.ToArray().AsSpan(0, 14));
    }
}
