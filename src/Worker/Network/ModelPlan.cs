namespace FedK8s.Worker.Network;

/// <summary>What a config.json asks for.</summary>
/// <param name="Create">Makes the model; the weights' values are still to be set. Only where sizes are known.</param>
/// <param name="Problems">What is missing, out of range or not implemented; empty where all is well.</param>
/// <param name="AreSizesKnown">Whether there is a model to be made, problems or not.</param>
internal sealed record ModelPlan(
    Func<Placement, FoundationModel> Create, IReadOnlyList<string> Problems, bool AreSizesKnown);
