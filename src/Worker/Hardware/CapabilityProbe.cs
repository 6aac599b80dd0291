using FedK8s.Contracts.Capabilities;
using TorchSharp;

namespace FedK8s.Worker.Hardware;

/// <summary>Measures what this process can carry.</summary>
internal static class CapabilityProbe
{
    private const string MemoryFile = "/proc/meminfo";
    private const string AvailableMemory = "MemAvailable:";

    /// <summary>
    /// The capability, as far as it can be told without training, of a client trained on <paramref name="device"/> with products in <paramref name="computeType"/>.
    /// </summary>
    /// <remarks>TorchSharp does not tell a GPU's memory, so the machine's own stands in for it.</remarks>
    public static Capability Measure(torch.Device device, torch.ScalarType computeType) => new()
    {
        Device = device.type == DeviceType.CUDA ? "cuda" : "cpu",
        MemoryBytes = MemoryBytes(),
        UsesBFloat16 = computeType == torch.bfloat16,
    };

    /// <summary>Bytes that <c>/proc/meminfo</c> calls available; null where the text has no such line.</summary>
    public static long? AvailableBytes(string memoryInfo)
    {
        var line = memoryInfo.Split('\n')
            .FirstOrDefault(text => text.StartsWith(AvailableMemory, StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var number, "kB", ..] && long.TryParse(number, out var kibibytes) ? kibibytes * 1024 : null;
    }

    // A container's limit is what the runtime reports as its total; the machine may have less than that free.
    private static long MemoryBytes()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var available = OperatingSystem.IsLinux() ? AvailableBytes(File.ReadAllText(MemoryFile)) : null;
        return Math.Min(limit, available ?? limit);
    }
}
