using System.Runtime.InteropServices;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Safetensors;

/// <summary>
/// Writes the file and flushes it to the device: <c>plain</c> with write calls and nothing else, <c>tensors</c> through the
/// product's writer, <c>stored</c> into a run's store, with its SHA-256.
/// </summary>
internal static class WriteContestant
{
    public static void Serve(string[] arguments)
    {
        var (form, folder) = (arguments[0], Path.Combine(arguments[1], $"write-{arguments[0]}"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "weights.safetensors");
        var values = TensorFile.Values();
        var store = new RunStore(FolderBlobStore.Open(Path.Combine(folder, "store")));
        ContestantLoop.Serve(form switch
        {
            "plain" => () => WritePlain(path, values),
            "tensors" => () => SafetensorsWriter.WriteFile(
                path, TensorFile.Declarations, null, (writer, entry) => writer.WriteFloats(entry, values)),
            _ => () => WriteStored(store, values),
        });
    }

    private static void WritePlain(string path, float[] values)
    {
        File.Delete(path);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var tensor = 0; tensor < TensorFile.TensorCount; tensor++)
        {
            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        file.Flush(flushToDisk: true);
    }

    private static void WriteStored(RunStore store, float[] values) => store.PutTensorsAsync(
        new BlobPath("weights.safetensors"),
        (stream, _) =>
        {
            var writer = new SafetensorsWriter(stream, TensorFile.Declarations);
            foreach (var entry in writer.Entries)
            {
                writer.WriteFloats(entry, values);
            }

            writer.Complete();
            return Task.CompletedTask;
        },
        CancellationToken.None).GetAwaiter().GetResult();
}
