using FedK8s.Core.Determinism;

namespace FedK8s.Worker.Training.Retention;

/// <summary>A text to be written.</summary>
/// <param name="First">Its first token.</param>
/// <param name="Length">Tokens at most, the first included; at least 2.</param>
/// <param name="Random">Draws the others; of this text alone, so that it matters not which texts are written beside it.</param>
internal sealed record TextDraft(int First, int Length, SeededRandom Random);
