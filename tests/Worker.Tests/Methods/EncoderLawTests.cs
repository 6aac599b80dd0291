using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>What holds for every method on a classifier.</summary>
public sealed class EncoderLawTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "full", "bert_classifier" }, { "lora", "bert_classifier" }, { "adapter", "bert_classifier" },
        { "blockExpansion", "bert_classifier" }, { "blockExpansion", "roberta_classifier" },
        { "full", "roberta_classifier" }, { "lora", "roberta_classifier" }, { "adapter", "roberta_classifier" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Attaching_leaves_the_function_as_it_was(string name, string model)
    {
        using var scope = NewDisposeScope();
        using var plain = TinyModel.Load(model);
        using var tuned = TinyModel.With(Method(name), model: model);

        Assert.Equal(TinyModel.Logits(plain).data<float>().ToArray(), TinyModel.Logits(tuned).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exactly_the_trained_weights_receive_gradients(string name, string model)
    {
        using var scope = NewDisposeScope();
        var method = Method(name);
        using var tuned = TinyModel.With(method, model: model);
        TinyModel.Disturb(method, tuned);

        TargetLoss.Mean(tuned.Model.call(new(ones(1, 4, dtype: ScalarType.Int64))), zeros(1, 1, dtype: ScalarType.Int64)).backward();

        var trained = method.Trainables(tuned.Model).Select(named => named.Weight).ToHashSet();
        Assert.All(trained, weight => Assert.NotNull(weight.grad));
        Assert.All(tuned.Model.BaseWeights, named => Assert.Equal(trained.Contains(named.Weight), named.Weight.grad is not null));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Trained_weights_are_float32_in_ordinal_order(string name, string model)
    {
        var method = Method(name);
        using var tuned = TinyModel.With(method, compute: ScalarType.BFloat16, model: model);

        var trained = method.Trainables(tuned.Model);

        Assert.Equal(trained.Select(named => named.Name).Order(StringComparer.Ordinal), trained.Select(named => named.Name));
        Assert.All(trained, named => Assert.Equal(ScalarType.Float32, named.Weight.dtype));
    }

    [Theory]
    [InlineData("lora", "base_model.model.classifier.weight")]
    [InlineData("adapter", "classifier.weight")]
    public void The_head_is_trained_whole(string name, string weight)
    {
        var method = Method(name);
        using var tuned = TinyModel.With(method, model: "bert_classifier");

        Assert.Contains(method.Trainables(tuned.Model), named => named.Name == weight);
    }

    [Fact]
    public void A_new_pooler_is_trained_with_the_head()
    {
        var method = Method("lora");
        using var reference = new EncoderCase("bert_masked", new(TaskKind.SequenceClassification, ["a", "b"], Seed: 1));
        method.Attach(reference.Model, seed: 1);

        Assert.Contains(method.Trainables(reference.Model), named => named.Name == "base_model.model.bert.pooler.dense.weight");
    }

    [Fact]
    public void A_layer_of_the_head_gets_no_factors_although_its_name_is_a_target()
    {
        var method = Method("lora");
        using var tuned = TinyModel.With(method, model: "roberta_classifier");

        var names = method.Trainables(tuned.Model).Select(named => named.Name).ToArray();

        Assert.Contains("base_model.model.classifier.dense.weight", names);
        Assert.DoesNotContain("base_model.model.classifier.dense.lora_A.weight", names);
        Assert.Contains("base_model.model.roberta.encoder.layer.0.intermediate.dense.lora_A.weight", names);
    }

    [Theory]
    [InlineData("bert_masked", "[\"pooler\",\"classifier\"]", "[\"bert.pooler.dense\"]")]
    [InlineData("roberta_masked", "[\"classifier\"]", "[\"classifier.dense\"]")]
    public void A_PEFT_export_saves_the_head_and_excludes_its_layers_from_the_targets(string model, string saved, string excluded)
    {
        using var folder = new TemporaryFolder();
        var method = Method("lora");
        using var reference = new EncoderCase(model, new(TaskKind.SequenceClassification, ["a", "b"], Seed: 1));
        method.Attach(reference.Model, seed: 1);

        method.Export(reference.Loaded, folder.Path, ExportForm.Own);

        var config = JsonNode.Parse(File.ReadAllText(folder["adapter_config.json"]))!;
        Assert.Equal(
            ("SEQ_CLS", saved, excluded),
            ((string?)config["task_type"], config["modules_to_save"]!.ToJsonString(), config["exclude_modules"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("bert_classifier")]
    [InlineData("roberta_classifier")]
    public void Merging_LoRA_writes_a_model_with_the_same_function(string model)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var method = Method("lora");
        using var tuned = TinyModel.With(method, model: model);
        TinyModel.Disturb(method, tuned);
        var expected = TinyModel.Logits(tuned);

        method.Export(tuned, folder.Path, ExportForm.Merged);

        using var merged = ModelFolder.Load(folder.Path, CPU, ScalarType.Float32);
        ReferenceCase.AssertClose(expected, TinyModel.Logits(merged), "logits");
    }

    private static ITuningMethod Method(string name) => MethodCatalog.From(name switch
    {
        "full" => new MethodSpec { Full = new FullMethodSpec() },
        "lora" => new MethodSpec { Lora = new LoraMethodSpec { Rank = 2, TargetModules = ["query", "value", "dense"] } },
        "blockExpansion" => new MethodSpec { BlockExpansion = new BlockExpansionMethodSpec { Blocks = new() { Count = 2 } } },
        _ => new MethodSpec { Adapter = new AdapterMethodSpec { Bottleneck = 3 } },
    });
}
