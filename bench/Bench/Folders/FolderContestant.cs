using System.Globalization;
using System.Runtime.InteropServices;
using FedK8s.Bench.Harness;
using FedK8s.Bench.Safetensors;
using FedK8s.Worker.Network.Files;
using static TorchSharp.torch;

namespace FedK8s.Bench.Folders;

/// <summary>
/// Reads a model's files into memory that was not used before: <c>plain</c> with read calls and nothing else, or as the
/// product loads a model, its matrices in <c>Float32</c> or <c>BFloat16</c>.
/// </summary>
internal static class FolderContestant
{
    public static void Serve(string[] arguments)
    {
        var (form, temperature, folder) = (arguments[0], arguments[1], arguments[2]);
        Action repeat = form == "plain"
            ? () => ReadPlain(folder)
            : () => Load(folder, Enum.Parse<ScalarType>(form));
        var start = MemoryBytes("VmRSS");
        ContestantLoop.Serve(
            repeat,
            () => new Dictionary<string, double> { ["growth"] = MemoryBytes("VmHWM") - start },
            temperature == "cold" ? () => Forget(folder) : null);
    }

    private static void Load(string folder, ScalarType storage)
    {
        using var loaded = ModelFolder.Load(folder, CPU, storage, storage);
    }

    private static unsafe void ReadPlain(string folder)
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

    private static void Forget(string folder)
    {
        foreach (var path in LargeModel.Shards(folder))
        {
            PageCache.Forget(path);
        }
    }

    private static long MemoryBytes(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith($"{field}:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
