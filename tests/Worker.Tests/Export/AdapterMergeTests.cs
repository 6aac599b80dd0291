using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Export;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Methods;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Export;

/// <summary>Adapters that bring a classifier's head, merged into base models with and without one.</summary>
public sealed class AdapterMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    // Encoders with a masked-language head, one with a classifier of three labels, none of two.
    public static TheoryData<string> Bases => new("bert_masked", "roberta_masked", "bert_classifier", "roberta_classifier");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Bases))]
    public void The_head_comes_from_the_adapter_whatever_the_base_model_has(string name)
    {
        var expected = ExportAdapter(EncoderCase.FolderOf(name), ["a", "b"]);

        Merge(EncoderCase.FolderOf(name));

        using var merged = ModelFolder.Load(_folder["merged"], CPU, ScalarType.Float32);
        ReferenceCase.AssertClose(expected, TinyModel.Logits(merged), name);
    }

    [Fact]
    public void Labels_that_nobody_names_are_called_as_Hugging_Face_calls_them()
    {
        ExportAdapter(EncoderCase.FolderOf("bert_masked"), ["a", "b", "c"]);

        Merge(EncoderCase.FolderOf("bert_masked"));

        Assert.Equal(
            ("""["BertForSequenceClassification"]""", """{"0":"LABEL_0","1":"LABEL_1","2":"LABEL_2"}"""),
            (Merged("architectures"), Merged("id2label")));
    }

    [Theory]
    [InlineData("""{"0":"x","1":"y"}""", """{"0":"x","1":"y"}""")]
    [InlineData("""{"0":"x","1":"y","2":"z"}""", """{"0":"LABEL_0","1":"LABEL_1"}""")]
    public void Labels_have_the_base_model_s_names_where_there_are_as_many(string named, string expected)
    {
        var source = EncoderCase.FolderOf("roberta_masked");
        ExportAdapter(source, ["a", "b"]);
        Directory.CreateDirectory(_folder["base"]);
        File.Copy(Path.Combine(source, "model.safetensors"), _folder["base", "model.safetensors"]);
        Rewrite(Path.Combine(source, "config.json"), "id2label", JsonNode.Parse(named), _folder["base", "config.json"]);

        Merge(_folder["base"]);

        Assert.Equal(expected, Merged("id2label"));
    }

    // A classifier of tokens has a head of the same name and shape, and another function.
    [Theory]
    [InlineData("TOKEN_CLS")]
    [InlineData(null)]
    public void A_head_of_another_task_is_refused(string? task)
    {
        ExportAdapter(EncoderCase.FolderOf("bert_masked"), ["a", "b"]);
        var config = _folder["adapter", "adapter_config.json"];
        Rewrite(config, "task_type", task, config);

        var failure = Assert.Throws<RunFailedException>(() => Merge(EncoderCase.FolderOf("bert_masked")));

        Assert.Equal(ExitCodes.CheckpointMismatch, failure.Code);
        Assert.Contains("base_model.model.classifier.weight", failure.Message, StringComparison.Ordinal);
    }

    private void Merge(string model) => AdapterMerge.Write(model, _folder["adapter"], _folder["merged"], MergedType.F32);

    private string Merged(string field) =>
        JsonNode.Parse(File.ReadAllText(_folder["merged", "config.json"]))![field]!.ToJsonString();

    private static void Rewrite(string source, string field, JsonNode? value, string target)
    {
        var config = JsonNode.Parse(File.ReadAllText(source))!.AsObject();
        config[field] = value;
        File.WriteAllText(target, config.ToJsonString());
    }

    /// <summary>Writes an adapter with a head and gives the logits of the base model with both.</summary>
    private Tensor ExportAdapter(string model, string[] labels)
    {
        var method = LoraMethod.From(new() { Rank = 2, TargetModules = ["query", "value"] });
        using var tuned = ModelFolder.Load(
            model, CPU, ScalarType.Float32, task: new(TaskKind.SequenceClassification, labels, Seed: 1));
        method.Attach(tuned.Model, seed: 1);
        TinyModel.Disturb(method, tuned);
        method.Export(tuned, _folder["adapter"], ExportForm.Own);
        return TinyModel.Logits(tuned);
    }
}
