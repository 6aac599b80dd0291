namespace FedK8s.Worker.Training;

/// <summary>How long training takes here, in seconds.</summary>
/// <param name="Step">One optimiser step on the spec's batch.</param>
/// <param name="BlockForward">One block's forward pass on one batch.</param>
/// <param name="BlockBackward">One block's backward pass on one batch.</param>
internal readonly record struct Speed(double Step, double BlockForward, double BlockBackward);
