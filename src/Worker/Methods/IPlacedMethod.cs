using FedK8s.Worker.Network;

namespace FedK8s.Worker.Methods;

/// <summary>A method whose weights go to places that may be chosen after the run has begun.</summary>
internal interface IPlacedMethod : ITuningMethod
{
    /// <summary>The base blocks that something follows, in order; as a checkpoint's manifest has them.</summary>
    IReadOnlyList<int> Positions(FoundationModel model);

    /// <summary>Moves the method's weights to these places, with their start values; leaves them alone where they are there already.</summary>
    /// <exception cref="Core.Errors.RunFailedException">The model has no such block (FK3003).</exception>
    void Place(FoundationModel model, IReadOnlyList<int> positions);
}
