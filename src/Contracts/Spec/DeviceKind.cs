namespace FedK8s.Contracts.Spec;

/// <summary>Where local training runs.</summary>
public enum DeviceKind
{
    /// <summary>A CUDA device where there is one, otherwise the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>A CUDA device; an error where there is none.</summary>
    Cuda,
}
