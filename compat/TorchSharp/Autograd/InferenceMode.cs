namespace TorchSharp;

/// <summary>Enters or leaves libtorch's inference mode until disposed, on the thread that made it.</summary>
internal sealed class InferenceMode(bool mode) : IDisposable
{
    private nint _guard = NativeError.Check(NativeMethods.fedtorch_enter_inference_mode(mode ? 1 : 0));

    public static bool IsEnabled => NativeMethods.fedtorch_inference_mode() != 0;

    public void Dispose()
    {
        NativeMethods.fedtorch_leave_inference_mode(_guard);
        _guard = 0;
    }
}
