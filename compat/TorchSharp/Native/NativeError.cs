using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Errors of libtorch become ExternalException with libtorch's own message.</summary>
internal static unsafe class NativeError
{
    [DoesNotReturn]
    internal static void Throw() =>
        throw Create(Marshal.PtrToStringUTF8((nint)NativeMethods.fedtorch_error()) ?? "libtorch gave no reason");

    internal static ExternalException Create(string message) => new(message);

    /// <summary>For calls that answer with a negative number when they fail.</summary>
    internal static int Check(int code)
    {
        if (code < 0)
        {
            Throw();
        }
        return code;
    }

    /// <summary>For calls that answer with null when they fail.</summary>
    internal static nint Check(nint handle)
    {
        if (handle == 0)
        {
            Throw();
        }
        return handle;
    }
}
