namespace FedK8s.Worker.Export;

/// <summary>The number format of a merged model's weights.</summary>
public enum MergedType
{
    /// <summary>What the base model's config.json names.</summary>
    Base,

    /// <summary>float32.</summary>
    F32,

    /// <summary>bfloat16.</summary>
    BF16,

    /// <summary>float16.</summary>
    F16,
}
