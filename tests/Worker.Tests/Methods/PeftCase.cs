using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Testing;
using FedK8s.Worker.Methods.Lora;
using FedK8s.Worker.Network.Files;
using FedK8s.Worker.Tests.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Methods;

/// <summary>A PEFT folder that tests/reference/peft_reference.py wrote, and the logits of its base model with it.</summary>
internal sealed record PeftCase(string Folder, string Base, float[] Logits)
{
    /// <summary>The cases, for theories.</summary>
    public static TheoryData<string> Names => new("list", "rslora", "pattern", "all_linear");

    public static PeftCase Of(string name)
    {
        var folder = RepositoryRoot.Combine("tests", "reference", "vectors", "peft", name);
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")))!;
        return new(folder, ReferenceCase.FolderOf((string)expected["base"]!), Floats(expected["logits"]!.ToJsonString()));
    }

    /// <summary>The base model with the adapter attached.</summary>
    public (LoraMethod Method, LoadedModel Model) Load()
    {
        var method = new LoraMethod(LoraImport.Open(Folder));
        var model = ModelFolder.Load(Base, CPU, ScalarType.Float32);
        method.Attach(model.Model, seed: 1);
        return (method, model);
    }

    /// <summary>Asks for the reference's logits, to 1e-5 of the largest.</summary>
    public void AssertLogits(Tensor actual) =>
        ReferenceCase.AssertClose(tensor(Logits, [.. actual.shape]), actual, "logits");

    /// <summary>What the reference reads in a base model's folder, with an adapter's where one is given.</summary>
    public static float[] ReadByReference(params string[] folders)
    {
        Assert.SkipUnless(ReferencePython.HasTorch, "There is no python3 with torch here (apt-get install python3-torch).");
        return Floats(ReferencePython.Run("peft_reference.py", ["read", .. folders]));
    }

    private static float[] Floats(string json) => JsonSerializer.Deserialize<float[]>(json)!;
}
