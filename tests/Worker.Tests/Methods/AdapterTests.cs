using FedK8s.Contracts.Spec;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Adapter;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

public sealed class AdapterTests
{
    private static readonly AdapterMethod Method = new(new AdapterMethodSpec { Bottleneck = 3 });

    public static TheoryData<string> Cases => ReferenceCase.Names;

    [Theory, MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_reference_s(string name)
    {
        using var reference = new ReferenceCase(name);
        Method.Attach(reference.Model, seed: 0);
        var trained = Method.Trainables(reference.Model);
        reference.Use("adapter", trained);

        reference.AssertTraining(trained);
    }

    [Fact]
    public void The_export_folder_holds_the_weights_under_their_checkpoint_names()
    {
        using var folder = new TemporaryFolder();
        using var tuned = TinyModel.With(Method);

        Method.Export(tuned, folder["adapter"], ExportForm.Own);

        using var weights = SafetensorsFile.Open(folder["adapter", "bottleneck.safetensors"]);
        Assert.Equal(Method.Trainables(tuned.Model).Select(named => named.Name), weights.Entries.Select(entry => entry.Name));
        Assert.Contains("\"bottleneck\": 3", File.ReadAllText(folder["adapter", "bottleneck_config.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_merged_model_is_refused_with_the_reason_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        using var tuned = TinyModel.With(Method);

        var exception = Assert.Throws<NotSupportedException>(() => Method.Export(tuned, folder["merged"], ExportForm.Merged));

        Assert.Equal(Method.MergeObstacle, exception.Message);
        Assert.False(Directory.Exists(folder["merged"]));
    }

    [Fact]
    public void Adapters_work_in_bfloat16()
    {
        using var reference = new ReferenceCase("gqa_tied", ScalarType.BFloat16);
        Method.Attach(reference.Model, seed: 0);
        reference.Use("adapter", Method.Trainables(reference.Model));

        ReferenceCase.AssertClose(reference.Floats("logits"), reference.Model.call(new(reference.Tokens)), "logits", tolerance: 0.05);
    }
}
