using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module registers and an optimizer updates. It takes over the native tensor of the one it is
/// made from, which is unusable afterwards.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).MoveHandle(), false)
    {
        if (data.OwningDisposeScope is not null)
        {
            DisposeScope.ReplaceWith(data, this);
        }
    }
}
