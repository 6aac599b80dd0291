using FedK8s.Bench.Harness;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Safetensors;

/// <summary>
/// Reads the file into float arrays: <c>plain</c> with read calls and nothing else, <c>tensors</c> through the product's mapped
/// reader, <c>verified</c> as a client does it for the first time, SHA-256 included, <c>again</c> as it does it after that.
/// </summary>
internal static class ReadContestant
{
    public static void Serve(string[] arguments)
    {
        var (form, temperature, folder) = (arguments[0], arguments[1], arguments[2]);
        var path = TensorFile.PathIn(folder);
        var values = Enumerable.Range(0, TensorFile.TensorCount).Select(_ => new float[TensorFile.ElementCount]).ToArray();
        Action repeat = form switch
        {
            "plain" => () => ReadPlain(path, values),
            "tensors" => () => ReadTensors(path, values),
            _ => Verified(folder, values, opensAnew: form == "verified"),
        };
        ContestantLoop.Serve(
            repeat, prepare: temperature == "cold" ? () => PageCache.Forget(path) : null);
    }

    private static void ReadPlain(string path, float[][] values)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        foreach (var array in values)
        {
            file.ReadAtLeast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.AsSpan()), 1, throwOnEndOfStream: false);
        }
    }

    private static void ReadTensors(string path, float[][] values)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var (index, entry) in file.Entries.Index())
        {
            file.ReadFloats(entry, 0, values[index]);
        }
    }

    private static Action Verified(string folder, float[][] values, bool opensAnew)
    {
        var storeFolder = Path.Combine(folder, "store");
        var store = new RunStore(FolderBlobStore.Open(storeFolder));
        var content = File.ReadAllBytes(TensorFile.PathIn(folder));
        var reference = new BlobReference(
            new BlobPath("weights.safetensors"),
            content.Length,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
        return () =>
        {
            var used = opensAnew ? new RunStore(FolderBlobStore.Open(storeFolder)) : store;
            ReadTensors(used.FetchAsync(reference, CancellationToken.None).GetAwaiter().GetResult(), values);
        };
    }
}
