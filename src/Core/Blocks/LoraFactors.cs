using FedK8s.Core.Tensors;

namespace FedK8s.Core.Blocks;

/// <summary>
/// The two factors of a LoRA adapter, A (rank, in) and B (out, rank), told from PEFT's names of their tensors, and what FLoRA keeps of
/// earlier rounds' products, (out, in), which PEFT has not.
/// </summary>
public static class LoraFactors
{
    /// <summary>What the name of an A ends with.</summary>
    public const string A = ".lora_A.weight";

    /// <summary>What the name of a B ends with.</summary>
    public const string B = ".lora_B.weight";

    /// <summary>What the name of the sum of earlier rounds' products ends with.</summary>
    public const string Sum = ".lora_sum.weight";

    /// <summary>Whether a tensor is an A.</summary>
    public static bool IsA(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        return tensorName.EndsWith(A, StringComparison.Ordinal);
    }

    /// <summary>Whether a tensor is a B.</summary>
    public static bool IsB(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        return tensorName.EndsWith(B, StringComparison.Ordinal);
    }

    /// <summary>Whether a tensor is the sum of earlier rounds' products.</summary>
    public static bool IsSum(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        return tensorName.EndsWith(Sum, StringComparison.Ordinal);
    }

    /// <summary>The rank of a factor of this shape; null for a tensor that is none.</summary>
    public static long? RankOf(string tensorName, TensorShape shape) =>
        shape.Count != 2 ? null
        : IsA(tensorName) ? shape[0]
        : IsB(tensorName) ? shape[1]
        : null;

    /// <summary>The shape of a factor at another rank; of any other tensor its own.</summary>
    public static TensorShape AtRank(string tensorName, TensorShape shape, long rank) =>
        shape.Count != 2 ? shape
        : IsA(tensorName) ? [rank, shape[1]]
        : IsB(tensorName) ? [shape[0], rank]
        : shape;
}
