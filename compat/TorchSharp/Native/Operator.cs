using System.Collections.Concurrent;

namespace TorchSharp;

/// <summary>The operators found so far in the loaded libtorch, by their schema name, as `add.Tensor`. A libtorch
/// without the operator is asked once.</summary>
internal static class Operator
{
    private static readonly ConcurrentDictionary<string, nint> Known = new(StringComparer.Ordinal);

    /// <summary>The native operator. Throws ExternalException where this libtorch has none of that name.</summary>
    internal static nint Get(string name)
    {
        var handle = Known.GetValueOrDefault(name);
        if (handle == 0)
        {
            handle = Known.GetOrAdd(name, Find);
        }
        return handle != 0 ? handle : throw NativeError.Create($"this libtorch has no operator aten::{name}");
    }

    /// <summary>Whether the loaded libtorch has the operator.</summary>
    internal static bool Exists(string name) => Known.GetOrAdd(name, Find) != 0;

    private static nint Find(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? NativeMethods.fedtorch_find("aten::" + name, "")
            : NativeMethods.fedtorch_find("aten::" + name[..dot], name[(dot + 1)..]);
    }
}
