using System.Runtime.InteropServices;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Safetensors;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Bench.Folders;

/// <summary>
/// Reads a model's files: <c>small</c> with read calls into one small buffer, <c>new</c> into memory that was not used before,
/// or as the product loads a model, its matrices in <c>Float32</c> or <c>BFloat16</c>. Every repetition starts without memory
/// that an earlier one left behind.
/// </summary>
internal static class FolderContestant
{
    private const int SmallByteCount = 1 << 20;

    public static void Serve(string[] arguments)
    {
        var (form, temperature, folder) = (arguments[0], arguments[1], arguments[2]);
        Action repeat = form switch
        {
            "small" => () => ReadIntoBuffer(folder),
            "new" => () => ReadIntoNewMemory(folder),
            _ => () => Load(folder, Enum.Parse<ScalarType>(form)),
        };
        UseLibrary();
        var start = ProcessMemory.ResidentBytes;
        ContestantLoop.Serve(
            repeat,
            () => new Dictionary<string, double> { ["growth"] = ProcessMemory.PeakBytes - start },
            () => Forget(folder, files: temperature == "cold"));
    }

    // What the library takes for itself is there before the first model.
    private static void UseLibrary()
    {
        using var scope = NewDisposeScope();
        ones(1024, 1024, dtype: ScalarType.BFloat16).to(ScalarType.Float32).mul(2);
    }

    private static void Load(string folder, ScalarType storage)
    {
        using var loaded = ModelFolder.Load(folder, CPU, storage, storage);
    }

    private static void ReadIntoBuffer(string folder)
    {
        var buffer = new byte[SmallByteCount];
        foreach (var path in LargeModel.Shards(folder))
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            for (long offset = 0; RandomAccess.Read(file, buffer, offset) is var count and > 0; offset += count)
            {
            }
        }
    }

    private static unsafe void ReadIntoNewMemory(string folder)
    {
        var buffers = new List<nint>();
        foreach (var path in LargeModel.Shards(folder))
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = (int)RandomAccess.GetLength(file);
            var memory = NativeMemory.Alloc((nuint)length);
            buffers.Add((nint)memory);
            for (var offset = 0; offset < length;)
            {
                offset += RandomAccess.Read(file, new Span<byte>((byte*)memory + offset, length - offset), offset);
            }
        }

        buffers.ForEach(memory => NativeMemory.Free((void*)memory));
    }

    private static void Forget(string folder, bool files)
    {
        ProcessMemory.Trim();
        foreach (var path in files ? LargeModel.Shards(folder) : [])
        {
            PageCache.Forget(path);
        }
    }
}
