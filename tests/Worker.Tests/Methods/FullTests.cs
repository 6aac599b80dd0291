using FedK8s.Testing;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Methods.Full;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

public sealed class FullTests
{
    private static readonly FullMethod Method = new();

    [Fact]
    public void Every_weight_of_the_model_is_trained()
    {
        using var tuned = TinyModel.With(Method);

        Assert.Equal(tuned.Model.BaseWeights, Method.Trainables(tuned.Model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_export_forms_are_the_model(bool isMerged)
    {
        using var folder = new TemporaryFolder();
        using var tuned = TinyModel.With(Method);
        TinyModel.Disturb(Method, tuned);
        Method.Export(tuned, folder["model"], isMerged ? ExportForm.Merged : ExportForm.Own);

        using var exported = ModelFolder.Load(folder["model"], CPU, ScalarType.Float32);

        Assert.Equal(TinyModel.Bytes(Method, tuned), TinyModel.Bytes(Method, exported));
    }
}
