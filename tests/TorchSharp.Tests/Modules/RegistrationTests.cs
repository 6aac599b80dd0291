using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FedK8s.TorchSemantics.Modules;

public sealed class RegistrationTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Own_parameters_come_before_those_of_submodules() =>
        Assert.Equal(
            ["p", "a.fc.weight", "a.fc.bias", "l.0.weight", "l.0.bias", "l.2.weight"],
            _sample.named_parameters().Select(entry => entry.name));

    [Fact]
    public void The_state_holds_parameters_then_buffers() =>
        Assert.Equal(
            [
                "p", "a.fc.weight", "a.fc.bias", "l.0.weight", "l.0.bias", "l.2.weight", "own", "a.buf",
            ],
            _sample.state_dict().Keys);

    [Fact]
    public void A_buffer_that_is_not_persistent_is_not_in_the_state() =>
        Assert.DoesNotContain("a.hidden", _sample.state_dict().Keys);

    [Fact]
    public void Named_modules_leaves_out_the_root() =>
        Assert.Equal(
            ["a", "l", "a.fc", "l.0", "l.1", "l.2"], _sample.named_modules().Select(entry => entry.name));

    [Fact]
    public void Children_are_the_first_level_only() =>
        Assert.Equal(["a", "l"], _sample.named_children().Select(entry => entry.name));

    [Fact]
    public void A_parameter_without_recursion_is_the_modules_own() =>
        Assert.Equal(["p"], _sample.named_parameters(recurse: false).Select(entry => entry.name));

    [Theory]
    [InlineData("p", true)]
    [InlineData("l.2.weight", true)]
    [InlineData("l.2.bias", false)]
    [InlineData("a.buf", false)]
    public void Parameters_are_found_by_their_path(string path, bool expected)
    {
        Assert.Equal(expected, _sample.has_parameter(path));
        Assert.Equal(expected, _sample.get_parameter(path) is not null);
    }

    [Fact]
    public void Buffers_are_found_by_their_path() => Assert.Equal(3, _sample.get_buffer("a.buf")!.numel());

    [Fact]
    public void A_shared_parameter_counts_once()
    {
        using var tied = new Tied();

        Assert.Equal(["first.weight"], tied.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void The_weight_of_an_embedding_given_to_another_layer_counts_twice()
    {
        using var embedding = Embedding(3, 2);
        using var tied = Sequential(("tokens", embedding), ("head", Linear(embedding.weight!)));

        Assert.Equal(["tokens.weight", "head.weight"], tied.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void The_registered_weight_of_an_embedding_given_to_another_layer_counts_once()
    {
        using var embedding = Embedding(3, 2);
        using var tied = Sequential(
            ("tokens", embedding), ("head", Linear(embedding.get_parameter("weight")!)));

        Assert.Equal(["tokens.weight"], tied.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void The_weight_of_an_embedding_is_a_second_view_of_the_registered_one()
    {
        using var embedding = Embedding(3, 2);
        using (no_grad())
        {
            embedding.weight!.fill_(5);
        }

        Assert.Equal(5, embedding.get_parameter("weight")![0, 0].ToDouble());
    }

    [Fact]
    public void Disposing_the_weight_read_from_an_embedding_leaves_the_layer_alone()
    {
        using var embedding = Embedding(3, 2);

        embedding.weight!.Dispose();

        Assert.Equal([1, 2], embedding.call(zeros(1, dtype: ScalarType.Int64)).shape);
    }

    [Fact]
    public void An_attribute_gives_a_field_another_name()
    {
        using var renamed = new Renamed();

        Assert.Equal(["gamma"], renamed.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void A_name_with_a_dot_is_refused() =>
        Assert.Throws<ArgumentException>(() => _sample.register_module("a.b", Identity()));

    [Fact]
    public void A_name_is_taken_once() =>
        Assert.Throws<InvalidOperationException>(() => _sample.register_module("a", Identity()));

    [Fact]
    public void A_layer_made_in_a_dispose_scope_survives_it()
    {
        Linear layer;
        using (NewDisposeScope())
        {
            layer = Linear(2, 2);
        }

        Assert.False(layer.weight!.IsInvalid);
        layer.Dispose();
    }

    [Fact]
    public void A_parameter_of_ones_own_made_in_a_dispose_scope_does_not_survive_it()
    {
        Sample sample;
        using (NewDisposeScope())
        {
            sample = new Sample();
        }

        Assert.True(sample.Scale.IsInvalid);
        sample.Dispose();
    }

    [Fact]
    public void A_parameter_takes_over_the_tensor_it_is_made_from()
    {
        using var source = ones(2);
        using var parameter = Parameter(source);

        Assert.True(source.IsInvalid);
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void Disposing_a_module_disposes_its_parameters()
    {
        var sample = new Sample();
        var parameters = sample.parameters().ToList();

        sample.Dispose();

        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void Training_mode_reaches_every_submodule()
    {
        _sample.eval();

        Assert.All(_sample.modules(), module => Assert.False(module.training));
    }

    [Fact]
    public void Apply_visits_children_before_their_parent()
    {
        var visited = new List<string>();
        using var list = ModuleList<Module>(Linear(1, 1), Tanh());
        using var parent = new Parent(list);

        parent.apply(module => visited.Add(module.GetName()));

        Assert.Equal(["Linear", "Tanh", "ModuleList", "Parent"], visited);
    }

    [Fact]
    public void A_forward_hook_may_replace_the_result()
    {
        using var identity = Identity();
        identity.register_forward_hook((_, _, output) => output + 1);

        Assert.Equal(2, identity.call(ones(1)).ToDouble());
    }

    [Fact]
    public void A_removed_hook_is_not_called()
    {
        using var identity = Identity();
        identity.register_forward_pre_hook((_, input) => input + 1).remove();

        Assert.Equal(1, identity.call(ones(1)).ToDouble());
    }

    [Fact]
    public void Modules_that_the_package_makes_natively_have_native_names()
    {
        using var sequential = Sequential();
        using var embedding = Embedding(1, 1);

        Assert.Equal("torch::nn::SequentialImpl", sequential.GetName());
        Assert.Equal("torch::nn::EmbeddingImpl", embedding.GetName());
    }

    private sealed class Parent : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Module> parts;

        internal Parent(ModuleList<Module> parts)
            : base(nameof(Parent))
        {
            this.parts = parts;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Linear first;
        private readonly Linear second;

        internal Tied()
            : base(nameof(Tied))
        {
            first = Linear(2, 2, hasBias: false);
            second = Linear(first.weight!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    private sealed class Renamed : Module<Tensor, Tensor>
    {
        [ComponentName(Name = "gamma")]
        private readonly Parameter _scale;

        internal Renamed()
            : base(nameof(Renamed))
        {
            _scale = Parameter(ones(2));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * _scale;
    }
}
