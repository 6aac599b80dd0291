using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Testing;
using FedK8s.Worker.Export;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>Adapters that another program wrote, and what another program reads of ours.</summary>
public sealed class PeftTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Cases => PeftCase.Names;

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_adapter_of_the_reference_gives_its_logits(string name)
    {
        var peft = PeftCase.Of(name);
        using var model = peft.Load().Model;

        peft.AssertLogits(TinyModel.Logits(model));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Merged_it_gives_the_same_logits(string name)
    {
        var peft = PeftCase.Of(name);

        AdapterMerge.Write(peft.Base, peft.Folder, _folder["merged"], MergedType.Base);

        using var merged = ModelFolder.Load(_folder["merged"], CPU, ScalarType.Float32);
        peft.AssertLogits(TinyModel.Logits(merged));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Unmerged_the_base_model_is_back_to_within_one_millionth(string name)
    {
        var peft = PeftCase.Of(name);
        using var plain = ModelFolder.Load(peft.Base, CPU, ScalarType.Float32);
        var (method, model) = peft.Load();
        using (model)
        {
            method.Merge(model.Model);
            method.Unmerge(model.Model);

            foreach (var ((weight, expected), (_, actual)) in plain.Model.BaseWeights.Zip(model.Model.BaseWeights))
            {
                ReferenceCase.AssertClose(expected, actual, weight, tolerance: 1e-6);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_is_exported_the_reference_reads_with_its_own_logits(string name)
    {
        var peft = PeftCase.Of(name);
        Export(peft.Load(), _folder["exported"]);

        Assert.Equal(peft.Logits, PeftCase.ReadByReference(peft.Base, _folder["exported"]), (expected, actual) =>
            Math.Abs(expected - actual) < 1e-5);
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_is_merged_the_reference_reads_with_its_own_logits(string name)
    {
        var peft = PeftCase.Of(name);
        AdapterMerge.Write(peft.Base, peft.Folder, _folder["merged"], MergedType.F32);

        Assert.Equal(peft.Logits, PeftCase.ReadByReference(_folder["merged"]), (expected, actual) =>
            Math.Abs(expected - actual) < 1e-5 * peft.Logits.Max(Math.Abs));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exported_read_and_exported_again_it_has_the_same_bytes(string name)
    {
        var peft = PeftCase.Of(name);
        Export(peft.Load(), _folder["first"]);
        Export((peft with { Folder = _folder["first"] }).Load(), _folder["second"]);

        foreach (var file in new[] { "adapter_config.json", "adapter_model.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(_folder["first", file]), File.ReadAllBytes(_folder["second", file]));
        }
    }

    [Fact]
    public void A_method_that_starts_from_an_adapter_has_its_weights()
    {
        var peft = PeftCase.Of("list");
        using var model = ModelFolder.Load(peft.Base, CPU, ScalarType.Float32);

        MethodCatalog.From(new MethodSpec { Lora = StartingFrom(peft) }).Attach(model.Model, seed: 5);

        peft.AssertLogits(TinyModel.Logits(model));
    }

    [Fact]
    public void What_the_manifest_repeats_of_the_adapter_may_stand_there()
    {
        var spec = StartingFrom(PeftCase.Of("list")) with { Rank = 2, Alpha = 3, TargetModules = ["q_proj", "v_proj", "down_proj"] };

        Assert.NotNull(LoraMethod.From(spec));
    }

    [Fact]
    public void What_the_manifest_says_otherwise_is_named_all_at_once()
    {
        var spec = StartingFrom(PeftCase.Of("list")) with { Rank = 4, Alpha = 8, TargetModules = ["q_proj"] };

        var exception = Assert.Throws<RunFailedException>(() => LoraMethod.From(spec));

        Assert.Equal(ExitCodes.InvalidManifest, exception.Code);
        Assert.StartsWith(
            "spec.method.lora: found rank 4 and not 2; alpha 8 and not 3; targetModules q_proj and not v_proj, down_proj, q_proj, ",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_of_another_model_is_refused()
    {
        var peft = PeftCase.Of("list") with { Base = ReferenceCase.FolderOf("mha_untied") };

        Assert.Equal(ExitCodes.CheckpointMismatch, Assert.Throws<RunFailedException>(() => peft.Load()).Code);
    }

    [Fact]
    public void Pickled_weights_are_refused_with_the_cure()
    {
        File.Copy(Path.Combine(PeftCase.Of("list").Folder, "adapter_config.json"), _folder["adapter_config.json"]);
        File.WriteAllText(_folder["adapter_model.bin"], "");

        var exception = Assert.Throws<RunFailedException>(() => LoraImport.Open(_folder.Path));

        Assert.Equal(ExitCodes.FileNotFound, exception.Code);
        Assert.Contains("safe_serialization=True", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_does_not_say_where_the_base_model_lies_here()
    {
        var peft = PeftCase.Of("list");
        Export(peft.Load(), _folder["exported"]);

        var config = JsonNode.Parse(File.ReadAllText(_folder["exported", "adapter_config.json"]))!;

        Assert.Equal("gqa_tied", (string)config["base_model_name_or_path"]!);
    }

    [Theory]
    [InlineData("third/party", "third/party")]
    [InlineData("/home/them/model", "gqa_tied")]
    public void A_base_model_s_own_name_is_used_unless_it_is_a_path(string given, string expected)
    {
        using var model = ModelFolder.Load(ReferenceCase.FolderOf("gqa_tied"), CPU, ScalarType.Float32);
        model.Config["_name_or_path"] = given;

        Assert.Equal(expected, BaseModelName.Of(model));
    }

    [Theory]
    [InlineData("bert_classifier", "classifier")]
    [InlineData("roberta_classifier", "classifier")]
    public void A_classifier_s_head_travels_whole_as_a_module_to_save(string name, string head)
    {
        var method = LoraMethod.From(new() { Rank = 2, TargetModules = ["query", "value"] });
        using var tuned = TinyModel.With(method, model: name);
        TinyModel.Disturb(method, tuned);
        method.Export(tuned, _folder["peft"], ExportForm.Own);

        var config = JsonNode.Parse(File.ReadAllText(_folder["peft", "adapter_config.json"]))!;
        using var again = TinyModel.With(new LoraMethod(LoraImport.Open(_folder["peft"])), seed: 9, model: name);

        Assert.Equal(("SEQ_CLS", head), ((string?)config["task_type"], (string?)config["modules_to_save"]![0]));
        Assert.Equal(TinyModel.Logits(tuned).data<float>().ToArray(), TinyModel.Logits(again).data<float>().ToArray());
    }

    [Fact]
    public void Layers_with_turned_weights_are_told_to_peft()
    {
        var method = LoraMethod.From(new() { Rank = 2, TargetModules = ["c_attn"] });
        using var model = ModelFolder.Load(RepositoryRoot.Combine("tests", "reference", "vectors", "gpt2", "tied"), CPU, ScalarType.Float32);
        method.Attach(model.Model, seed: 1);
        method.Export(model, _folder["peft"], ExportForm.Own);

        var config = JsonNode.Parse(File.ReadAllText(_folder["peft", "adapter_config.json"]))!;

        Assert.Equal(("CAUSAL_LM", true), ((string?)config["task_type"], (bool)config["fan_in_fan_out"]!));
    }

    private static LoraMethodSpec StartingFrom(PeftCase peft) =>
        new() { StartFrom = new() { StorageUri = FileAddress.Of(peft.Folder) } };

    private static void Export((LoraMethod Method, LoadedModel Model) tuned, string folder)
    {
        using (tuned.Model)
        {
            tuned.Method.Export(tuned.Model, folder, ExportForm.Own);
        }
    }
}
