namespace FedK8s.Worker.Network;

/// <summary>Bypasses parts of a model until it is disposed.</summary>
internal sealed class MethodBypass : IDisposable
{
    private readonly IReadOnlyList<IMethodPart> _parts;

    public MethodBypass(IReadOnlyList<IMethodPart> parts)
    {
        _parts = parts;
        Set(isBypassed: true);
    }

    public void Dispose() => Set(isBypassed: false);

    private void Set(bool isBypassed)
    {
        foreach (var part in _parts)
        {
            part.IsBypassed = isBypassed;
        }
    }
}
