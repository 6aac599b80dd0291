using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Version of the libtorch that is loaded.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8((nint)NativeMethods.fedtorch_version()) ?? "";
}
