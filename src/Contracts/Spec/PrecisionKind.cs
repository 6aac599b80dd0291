namespace FedK8s.Contracts.Spec;

/// <summary>The number format of local training's matrix products. Trained weights are kept in float32 throughout.</summary>
public enum PrecisionKind
{
    /// <summary>bfloat16 on a GPU, float32 elsewhere.</summary>
    Auto,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>bfloat16.</summary>
    BFloat16,
}
