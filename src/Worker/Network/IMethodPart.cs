namespace FedK8s.Worker.Network;

/// <summary>
/// A module through which a tuning method changes a model's function. A method whose parts are all of this kind can be switched
/// off: <see cref="FoundationModel.Bypass"/>.
/// </summary>
internal interface IMethodPart
{
    /// <summary>Whether the module does what it does in the base model, to the bit. Default false.</summary>
    bool IsBypassed { get; set; }
}
