using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>A checkpoint's body with the head that a task wants.</summary>
public sealed class TaskHeadTests : IDisposable
{
    private static readonly string[] FourLabels = ["a", "b", "c", "d"];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("bert_masked", "BertForSequenceClassification")]
    [InlineData("roberta_masked", "RobertaForSequenceClassification")]
    public void A_masked_language_model_gets_a_classifier_s_head(string name, string architecture)
    {
        using var reference = new EncoderCase(name, Classify(FourLabels));

        var logits = reference.Model.call(reference.Input);

        Assert.Equal([3, 4], logits.shape);
        Assert.Equal(architecture, reference.Loaded.Config["architectures"]![0]!.ToString());
    }

    [Theory]
    [InlineData("bert_masked", "bert.encoder.layer.1.output.dense.weight")]
    [InlineData("roberta_masked", "roberta.embeddings.word_embeddings.weight")]
    public void The_body_keeps_its_weights(string name, string weight)
    {
        using var own = new EncoderCase(name);
        using var other = new EncoderCase(name, Classify(FourLabels));

        Assert.Equal(Values(own.Model, weight), Values(other.Model, weight));
    }

    [Theory]
    [InlineData("bert_masked", "bert.pooler classifier")]
    [InlineData("roberta_masked", "classifier")]
    [InlineData("bert_classifier", "classifier")]
    public void What_the_checkpoint_lacks_is_new(string name, string modules)
    {
        using var reference = new EncoderCase(name, Classify(FourLabels));

        Assert.Equal(modules.Split(' '), reference.Model.NewModules);
    }

    [Fact]
    public void A_new_head_depends_on_the_seed_and_nothing_else()
    {
        using var first = new EncoderCase("bert_masked", Classify(FourLabels, seed: 1));
        manual_seed(99);
        using var same = new EncoderCase("bert_masked", Classify(FourLabels, seed: 1));
        using var other = new EncoderCase("bert_masked", Classify(FourLabels, seed: 2));

        Assert.Equal(Values(first.Model, "classifier.weight"), Values(same.Model, "classifier.weight"));
        Assert.NotEqual(Values(first.Model, "classifier.weight"), Values(other.Model, "classifier.weight"));
    }

    [Fact]
    public void The_same_labels_in_another_order_are_the_model_s_own()
    {
        using var reference = new EncoderCase("bert_classifier", Classify(["maybe", "no", "yes"]));

        Assert.Equal(["no", "yes", "maybe"], reference.Model.Labels);
        Assert.Empty(reference.Model.NewModules);
        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(reference.Input), "logits");
    }

    [Fact]
    public void Where_nobody_names_the_labels_the_model_s_own_hold()
    {
        using var reference = new EncoderCase("roberta_classifier", Classify([]));

        Assert.Equal(["no", "yes", "maybe"], reference.Model.Labels);
    }

    [Fact]
    public void A_model_without_labels_needs_some()
    {
        var failure = Assert.Throws<RunFailedException>(() => new EncoderCase("bert_masked", Classify([])));

        Assert.Equal(ExitCodes.InvalidManifest, failure.Code);
        Assert.Contains("spec.task.labels", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoder_cannot_classify() => Assert.Contains(
        "SequenceClassification has no use for; wanted BertModel",
        Assert.Throws<RunFailedException>(() => ModelFolder.Load(
            ReferenceCase.FolderOf("gqa_tied"), CPU, ScalarType.Float32, task: Classify(FourLabels))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_encoder_cannot_predict_the_next_token() => Assert.Equal(
        ExitCodes.UnsupportedModel,
        Assert.Throws<RunFailedException>(() => new EncoderCase("bert_masked", new(TaskKind.CausalLM, [], Seed: 0))).Code);

    [Fact]
    public void A_body_alone_with_the_first_checkpoints_names_is_read()
    {
        Rewrite("bert_classifier", "BertModel", name => name.StartsWith("classifier", StringComparison.Ordinal)
            ? null
            : name["bert.".Length..]
                .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal)
                .Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        using var own = new EncoderCase("bert_classifier");

        using var read = ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32, task: Classify(FourLabels));

        Assert.Equal(["classifier"], read.Model.NewModules);
        Assert.All(
            own.Model.BaseWeights.Select(named => named.Name).Where(name => name.StartsWith("bert.", StringComparison.Ordinal)),
            name => Assert.Equal(Values(own.Model, name), Values(read.Model, name)));
    }

    [Fact]
    public void A_part_of_the_body_that_is_missing_is_named_beside_a_stranger()
    {
        Rewrite("bert_masked", "BertForMaskedLM", name => name switch
        {
            "bert.encoder.layer.0.intermediate.dense.bias" => null,
            "bert.encoder.layer.1.output.dense.bias" => "bert.encoder.layer.2.output.dense.bias",
            _ => name,
        });

        var failure = Assert.Throws<RunFailedException>(() =>
            ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32, task: Classify(FourLabels)));

        Assert.Equal(ExitCodes.CheckpointMismatch, failure.Code);
        Assert.Contains(
            "missing: bert.encoder.layer.0.intermediate.dense.bias, bert.encoder.layer.1.output.dense.bias; "
            + "unexpected: bert.encoder.layer.2.output.dense.bias",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_a_classifier_that_needs_no_manifest()
    {
        using var reference = new EncoderCase("roberta_masked", Classify(FourLabels));
        ModelFolder.Write(reference.Loaded, _folder.Path);

        using var read = ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32);

        Assert.Equal(FourLabels, read.Model.Labels);
        ReferenceCase.AssertClose(
            reference.Model.call(reference.Input), read.Model.call(reference.Input), "logits", tolerance: 0);
    }

    [Fact]
    public void The_configuration_that_is_written_says_what_others_look_for()
    {
        using var reference = new EncoderCase("bert_masked", Classify(["a", "b"]));

        var config = reference.Loaded.Config;

        Assert.Equal("""{"0":"a","1":"b"}""", config["id2label"]!.ToJsonString());
        Assert.Equal("""{"a":0,"b":1}""", config["label2id"]!.ToJsonString());
        Assert.Equal((2, "single_label_classification"), ((int)config["num_labels"]!, (string?)config["problem_type"]));
    }

    [Theory]
    [InlineData("hidden_act", "\"silu\"")]
    [InlineData("position_embedding_type", "\"relative_key\"")]
    [InlineData("is_decoder", "true")]
    [InlineData("num_attention_heads", "3")]
    [InlineData("problem_type", "\"multi_label_classification\"")]
    [InlineData("id2label", "{\"0\": \"a\", \"2\": \"b\"}")]
    public void An_option_that_would_change_the_function_is_refused_by_name(string field, string value)
    {
        Rewrite("bert_classifier", "BertForSequenceClassification", name => name);
        var path = _folder["config.json"];
        var config = JsonNode.Parse(File.ReadAllText(path))!;
        config[field] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());

        var failure = Assert.Throws<RunFailedException>(() => ModelFolder.Load(_folder.Path, CPU, ScalarType.Float32));

        Assert.Equal(ExitCodes.UnsupportedModel, failure.Code);
        Assert.Contains($"{field} is ", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static ModelTask Classify(IReadOnlyList<string> labels, long seed = 3) =>
        new(TaskKind.SequenceClassification, labels, seed);

    private static float[] Values(FoundationModel model, string weight) =>
        model.BaseWeights.Single(named => named.Name == weight).Weight.data<float>().ToArray();

    // The case's folder again, its tensors renamed or, where the new name is null, left out.
    private void Rewrite(string name, string architecture, Func<string, string?> newName)
    {
        var source = EncoderCase.FolderOf(name);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!;
        config["architectures"] = new JsonArray(architecture);
        File.WriteAllText(_folder["config.json"], config.ToJsonString());
        using var tensors = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        var kept = tensors.Entries.Where(entry => newName(entry.Name) is not null).ToDictionary(entry => newName(entry.Name)!);
        using var file = File.Create(_folder["model.safetensors"]);
        var writer = new SafetensorsWriter(
            file, [.. kept.Select(pair => new TensorDeclaration(pair.Key, pair.Value.Type, pair.Value.Shape))], null);
        foreach (var entry in writer.Entries)
        {
            writer.Write(entry, tensors.Bytes(kept[entry.Name]));
        }

        writer.Complete();
    }
}
