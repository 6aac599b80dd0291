using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using TorchSharp;

namespace FedK8s.Worker.Hardware;

/// <summary>From what the manifest asks for to what this machine has.</summary>
internal static class DeviceSelection
{
    /// <summary>The device to train on.</summary>
    /// <exception cref="RunFailedException">A CUDA device is asked for and there is none (FK3005).</exception>
    public static torch.Device Select(DeviceKind kind) => Select(kind, torch.cuda.is_available()) switch
    {
        DeviceType.CUDA => torch.device(DeviceType.CUDA, 0),
        _ => torch.CPU,
    };

    /// <summary>The same decision, given whether a CUDA device is there.</summary>
    /// <exception cref="RunFailedException">A CUDA device is asked for and there is none (FK3005).</exception>
    public static DeviceType Select(DeviceKind kind, bool hasCuda) => kind switch
    {
        DeviceKind.Cuda when !hasCuda => throw new RunFailedException(
            ExitCodes.DeviceNotAvailable,
            "localTraining.device is Cuda, but this machine or this build of libtorch has no CUDA device: "
            + "use Auto or Cpu, or a machine with a GPU and a CUDA build."),
        DeviceKind.Cuda or DeviceKind.Auto when hasCuda => DeviceType.CUDA,
        _ => DeviceType.CPU,
    };

    /// <summary>The number format of matrix products on a device.</summary>
    public static torch.ScalarType ComputeType(PrecisionKind precision, DeviceType device) => precision switch
    {
        PrecisionKind.BFloat16 => torch.bfloat16,
        PrecisionKind.Auto when device == DeviceType.CUDA => torch.bfloat16,
        _ => torch.float32,
    };
}
