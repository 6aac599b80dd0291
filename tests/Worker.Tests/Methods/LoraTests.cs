using System.Text.Json;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

public sealed class LoraTests : IDisposable
{
    private static readonly LoraMethod Method =
        LoraMethod.From(new LoraMethodSpec { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "v_proj", "down_proj"] });

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Cases => ReferenceCase.Names;

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        Method.Attach(reference.Model, seed: 0);
        var trained = Method.Trainables(reference.Model);
        reference.Use("lora", trained);

        reference.AssertTraining(trained);
    }

    [Fact]
    public void Merging_keeps_the_function()
    {
        using var tuned = Disturbed();
        var before = TinyModel.Logits(tuned);

        Method.Merge(tuned.Model);

        ReferenceCase.AssertClose(before, TinyModel.Logits(tuned), "logits");
    }

    [Fact]
    public void Merging_changes_the_base_weights_by_the_scaled_product()
    {
        using var tuned = Disturbed();
        var trained = Method.Trainables(tuned.Model).ToDictionary(named => named.Name, named => named.Weight);
        const string name = "model.layers.1.self_attn.v_proj";
        var weight = tuned.Model.BaseWeights.Single(named => named.Name == $"{name}.weight").Weight;
        var (a, b) = (trained[$"base_model.model.{name}.lora_A.weight"], trained[$"base_model.model.{name}.lora_B.weight"]);
        var expected = weight[5, 3].item<float>() + (1.5f * ((b[5, 0] * a[0, 3]) + (b[5, 1] * a[1, 3])).item<float>());

        Method.Merge(tuned.Model);

        Assert.Equal(expected, weight[5, 3].item<float>(), 1e-6f);
    }

    [Fact]
    public void Unmerging_takes_merging_back_to_within_one_millionth()
    {
        using var tuned = Disturbed();
        var before = tuned.Model.BaseWeights.Select(named => named.Weight.detach().clone()).ToArray();

        Method.Merge(tuned.Model);
        Method.Unmerge(tuned.Model);

        foreach (var (expected, (name, actual)) in before.Zip(tuned.Model.BaseWeights))
        {
            ReferenceCase.AssertClose(expected, actual, name, tolerance: 1e-6);
        }
    }

    [Fact]
    public void Merging_twice_is_merging_once()
    {
        using var tuned = Disturbed();
        Method.Merge(tuned.Model);
        var once = TinyModel.Logits(tuned);

        Method.Merge(tuned.Model);

        Assert.Equal(once.data<float>().ToArray(), TinyModel.Logits(tuned).data<float>().ToArray());
    }

    [Fact]
    public void A_model_stored_in_16_bits_is_not_merged()
    {
        using var loaded = ModelFolder.Load(ReferenceCase.FolderOf("gqa_tied"), CPU, ScalarType.BFloat16, ScalarType.BFloat16);
        Method.Attach(loaded.Model, seed: 1);

        Assert.Throws<InvalidOperationException>(() => Method.Merge(loaded.Model));
    }

    [Fact]
    public void The_base_weights_keep_their_names_and_their_number()
    {
        using var plain = ModelFolder.Load(ReferenceCase.FolderOf("gqa_tied"), CPU, ScalarType.Float32);
        using var tuned = Disturbed();

        Assert.Equal(plain.Model.BaseWeights.Select(named => named.Name), tuned.Model.BaseWeights.Select(named => named.Name));
    }

    [Fact]
    public void A_target_that_the_model_lacks_is_named_with_those_it_has()
    {
        var method = LoraMethod.From(new LoraMethodSpec { TargetModules = ["q_proj", "c_attn"] });

        var exception = Assert.Throws<RunFailedException>(() => TinyModel.With(method));

        Assert.Equal(ExitCodes.InvalidManifest, exception.Code);
        Assert.Equal(
            "spec.method.lora.targetModules: the model has no c_attn; it has down_proj, gate_proj, k_proj, o_proj, q_proj, " +
            "up_proj, v_proj; name one of these.",
            exception.Message);
    }

    [Fact]
    public void A_model_takes_one_method_only()
    {
        using var tuned = Disturbed();

        Assert.Throws<InvalidOperationException>(() => Method.Attach(tuned.Model, seed: 1));
    }

    [Fact]
    public void The_adapter_folder_has_pefts_files_fields_and_names()
    {
        using var tuned = Disturbed();

        Method.Export(tuned, _folder["peft"], ExportForm.Own);

        var config = JsonDocument.Parse(File.ReadAllText(_folder["peft", "adapter_config.json"])).RootElement;
        Assert.Equal("LORA", config.GetProperty("peft_type").GetString());
        Assert.Equal("CAUSAL_LM", config.GetProperty("task_type").GetString());
        Assert.Equal((2, 3.0), (config.GetProperty("r").GetInt32(), config.GetProperty("lora_alpha").GetDouble()));
        using var weights = SafetensorsFile.Open(_folder["peft", "adapter_model.safetensors"]);
        Assert.Equal(12, weights.Entries.Count);
        Assert.NotNull(weights.Find("base_model.model.model.layers.0.mlp.down_proj.lora_B.weight"));
    }

    [Fact]
    public void The_merged_folder_is_a_model_with_the_tuned_function()
    {
        using var tuned = Disturbed();
        Method.Export(tuned, _folder["merged"], ExportForm.Merged);

        using var merged = ModelFolder.Load(_folder["merged"], CPU, ScalarType.Float32);

        ReferenceCase.AssertClose(TinyModel.Logits(tuned), TinyModel.Logits(merged), "logits");
    }

    [Fact]
    public void Of_a_frozen_A_only_B_has_a_gradient()
    {
        var method = LoraMethod.From(new LoraMethodSpec { FreezeA = true });
        using var tuned = TinyModel.With(method);
        TinyModel.Disturb(method, tuned);

        TinyModel.Logits(tuned, withGradients: true).sum().backward();

        Assert.All(method.Trainables(tuned.Model), named => Assert.Equal(method.IsFrozen(named.Name), named.Weight.grad is null));
        Assert.All(method.Trainables(tuned.Model), named => Assert.Equal(LoraFactors.IsA(named.Name), method.IsFrozen(named.Name)));
    }

    [Fact]
    public void A_lower_rank_is_the_leading_part_of_the_factors_at_the_run_s_scale()
    {
        using var tuned = Disturbed();
        using var expected = Disturbed();
        foreach (var (name, weight) in Method.Trainables(expected.Model))
        {
            using var noGradients = no_grad();
            weight.narrow(LoraFactors.IsA(name) ? 0 : 1, 1, 1).zero_(); // the second of two ranks
        }

        Method.SetRank(tuned.Model, 1);

        ReferenceCase.AssertClose(TinyModel.Logits(expected), TinyModel.Logits(tuned), "logits");
        Assert.All(Method.Trainables(tuned.Model), named => Assert.Equal(1, named.Weight.shape[LoraFactors.IsA(named.Name) ? 0 : 1]));
        Method.SetRank(tuned.Model, null);
        Assert.Equal(TinyModel.Bytes(Method, expected), TinyModel.Bytes(Method, tuned));
    }

    [Fact]
    public void A_sum_of_earlier_products_adds_to_the_function_and_merges_as_they_would_have()
    {
        var method = LoraMethod.From(new LoraMethodSpec { TargetModules = ["q_proj", "down_proj"] }, AggregationStrategy.Flora);
        using var tuned = TinyModel.With(method);
        TinyModel.Disturb(method, tuned);
        using var factorsOnly = TinyModel.With(LoraMethod.From(new LoraMethodSpec { TargetModules = ["q_proj", "down_proj"] }));
        var named = method.Trainables(tuned.Model).ToDictionary(found => found.Name, found => found.Weight);
        AddToBase(factorsOnly, named);

        ReferenceCase.AssertClose(TinyModel.Logits(factorsOnly), TinyModel.Logits(tuned), "logits");
        var before = TinyModel.Logits(tuned);
        method.Merge(tuned.Model);
        ReferenceCase.AssertClose(before, TinyModel.Logits(tuned), "logits");
        Assert.All(named.Keys, name => Assert.Equal(LoraFactors.IsSum(name), method.IsFrozen(name)));
    }

    // W + 2 (sum + B A), 2 being the default scale.
    private static void AddToBase(LoadedModel plain, Dictionary<string, TorchSharp.Modules.Parameter> tuned)
    {
        using var noGradients = no_grad();
        var weights = plain.Model.BaseWeights.ToDictionary(found => found.Name, found => found.Weight);
        foreach (var (name, sum) in tuned.Where(found => LoraFactors.IsSum(found.Key)))
        {
            var layer = name[..^LoraFactors.Sum.Length];
            var product = mm(tuned[layer + LoraFactors.B], tuned[layer + LoraFactors.A]);
            weights[$"{layer["base_model.model.".Length..]}.weight"].add_((product + sum) * 2);
        }
    }

    private static LoadedModel Disturbed()
    {
        var tuned = TinyModel.With(Method);
        TinyModel.Disturb(Method, tuned);
        return tuned;
    }
}
