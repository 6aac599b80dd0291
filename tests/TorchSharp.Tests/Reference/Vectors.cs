using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.TorchSemantics.Reference;

/// <summary>Reads what tests/reference/torchsharp_semantics.py wrote, and repeats the inputs it used.</summary>
internal static class Vectors
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    internal static T Read<T>(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "vectors", file + ".json");
        return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Web)!;
    }

    internal static T Read<T>(string file, string entry) => Read<Dictionary<string, T>>(file)[entry];

    /// <summary>sin(frequency·i + phase) over the flat index i, as float32.</summary>
    internal static Tensor Wave(long[] shape, double frequency = 0.7, double phase = 0.0)
    {
        var count = shape.Aggregate(1L, (product, side) => product * side);
        var values = Enumerable.Range(0, (int)count).Select(i => (float)Math.Sin((frequency * i) + phase)).ToArray();
        return tensor(values).reshape(shape);
    }

    /// <summary>Compares a function and its gradients with a case of the file.</summary>
    internal static void Check(
        string file, string entry, Func<Tensor[], Tensor> forward, params Tensor[] inputs)
    {
        var expected = Read<Case>(file, entry);
        var leaves = inputs.Select(input => input.detach().clone().requires_grad_()).ToArray();
        var output = forward(leaves);
        expected.Output.Matches(output);
        (output * output).sum().backward();
        foreach (var (leaf, gradient) in leaves.Zip(expected.Gradients))
        {
            gradient.Matches(leaf.grad!);
        }
    }
}
