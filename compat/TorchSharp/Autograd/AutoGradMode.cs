namespace TorchSharp;

/// <summary>Records gradients or not until disposed, on the thread that made it.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool _former = IsEnabled;

    public AutoGradMode(bool enabled) => NativeMethods.fedtorch_set_grad_mode(enabled ? 1 : 0);

    public static bool IsEnabled => NativeMethods.fedtorch_grad_mode() != 0;

    public void Dispose() => NativeMethods.fedtorch_set_grad_mode(_former ? 1 : 0);
}
