namespace TorchSharp;

public static partial class torch
{
    /// <summary>Empty: it is here so that `utils` is as ambiguous beside torch.nn.utils as in the package.</summary>
    public static partial class utils
    {
    }
}
