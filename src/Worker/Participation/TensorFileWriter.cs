using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Participation;

/// <summary>Stores weights as one safetensors file.</summary>
internal static class TensorFileWriter
{
    private const string Float32 = "F32";

    /// <summary>Writes the weights; they count once a manifest lists them.</summary>
    /// <param name="store">The run's store.</param>
    /// <param name="path">Where in it.</param>
    /// <param name="weights">In ordinal order of the names; not changed by anyone meanwhile.</param>
    /// <param name="cancellationToken">Stops the write; nothing is then changed.</param>
    public static async Task<TensorFile> WriteAsync(
        RunStore store,
        BlobPath path,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        CancellationToken cancellationToken)
    {
        var blob = await store.PutTensorsAsync(
            path,
            (stream, _) =>
            {
                TensorState.Write(stream, weights);
                return Task.CompletedTask;
            },
            cancellationToken);
        var tensors = weights.Select(weight => new TensorDescription(weight.Name, Float32, weight.Weight.shape));
        return new(blob, [.. tensors]);
    }
}
