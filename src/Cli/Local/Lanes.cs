using FedK8s.Cli.Manifests;
using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Local;

/// <summary>How many clients train at a time where the command line does not say. The result is the same for any number.</summary>
internal static class Lanes
{
    // Weights, gradients, the optimiser's two moments, and as much again for activations.
    private const int BytesPerModelByte = 8;

    /// <summary>
    /// One for each processor, as far as there are clients and memory for a model each; one where a GPU trains, which is busy
    /// with one.
    /// </summary>
    public static int For(FederatedRunSpec spec, DeviceKind? device)
    {
        if (!TrainsOnProcessors(device ?? spec.LocalTraining.Device))
        {
            return 1;
        }

        var modelBytes = Math.Max(1, ModelByteCount(LocalAddress.ToPath(spec.Model.StorageUri, "/")));
        var memoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var fitting = memoryBytes / (modelBytes * BytesPerModelByte);
        return (int)Math.Clamp(fitting, 1, Math.Min(Environment.ProcessorCount, spec.Clients.Count));
    }

    private static long ModelByteCount(string? folder) => folder is null || !Directory.Exists(folder)
        ? 0
        : Directory.EnumerateFiles(folder, "*.safetensors").Sum(file => new FileInfo(file).Length);

    // The folder is there wherever NVIDIA's driver is loaded, in containers too.
    private static bool TrainsOnProcessors(DeviceKind device) =>
        device == DeviceKind.Cpu || (device == DeviceKind.Auto && !Directory.Exists("/proc/driver/nvidia"));
}
