using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Optimization;

public sealed class StateTests : IDisposable
{
    private readonly Parameter _parameter = Parameter(ones(2));
    private readonly AdamW _optimizer;

    public StateTests()
    {
        _optimizer = optim.AdamW([_parameter], lr: 0.5, beta1: 0.9);
        _parameter.grad = full(2, 2.0f);
    }

    private AdamW.State State => (AdamW.State)_optimizer.state_dict().State[0];

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameter.Dispose();
    }

    [Fact]
    public void The_first_step_is_as_long_as_the_rate()
    {
        _optimizer.step();

        // m̂/√v̂ = 2/√4 = 1, so 1 − 0.5·1.
        Assert.Equal([0.5f, 0.5f], _parameter.data<float>().ToArray().Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void State_counts_steps_and_averages_gradients()
    {
        _optimizer.step();

        Assert.Equal(1, State.step);
        Assert.Equal(0.2, State.exp_avg[0].ToDouble(), 1e-6);
        Assert.Equal(0.004, State.exp_avg_sq[0].ToDouble(), 1e-6);
    }

    [Fact]
    public void Options_can_be_read_and_changed_between_steps()
    {
        var options = (AdamW.Options)_optimizer.state_dict().Options[0];

        options.LearningRate = 0;
        _optimizer.step();

        Assert.Equal(0.9, options.beta1);
        Assert.Equal([1f, 1f], _parameter.data<float>().ToArray());
    }

    [Fact]
    public void Groups_have_their_own_options()
    {
        using var other = Parameter(ones(1));
        other.grad = ones(1);
        using var optimizer = optim.AdamW(
        [
            new AdamW.ParamGroup { Parameters = [_parameter] },
            new AdamW.ParamGroup([other], lr: 0),
        ], lr: 0.5);

        optimizer.step();

        Assert.Equal(0.5, _parameter[0].ToDouble(), 1e-5);
        Assert.Equal(1, other.ToDouble());
    }

    [Fact]
    public void A_state_of_another_count_is_refused()
    {
        using var other = Parameter(ones(1));
        using var larger = optim.AdamW([_parameter, other]);

        Assert.Throws<ArgumentException>(() => _optimizer.load_state_dict(larger.state_dict()));
    }

    [Fact]
    public void A_file_of_another_optimizer_is_refused()
    {
        using var sgd = optim.SGD([_parameter], 0.1);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        sgd.save_state_dict(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);

        Assert.Throws<InvalidDataException>(() => _optimizer.load_state_dict(reader));
    }

    [Fact]
    public void An_optimizer_made_before_its_module_is_converted_is_of_no_use()
    {
        using var layer = Linear(2, 2);
        using var early = optim.AdamW(layer.parameters());

        layer.to(ScalarType.Float64);

        Assert.Throws<KeyNotFoundException>(() => early.step());
    }

    [Fact]
    public void A_closure_gives_the_loss_back()
    {
        using var loss = _optimizer.step(() =>
        {
            _optimizer.zero_grad();
            var sum = _parameter.sum();
            sum.backward();
            return sum;
        });

        Assert.Equal(2, loss.ToDouble());
    }
}
