using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training.Retention;

/// <summary>
/// Random tokens, as many as the task's example has. Signs of the tokenizer's format stay in their places: the model reads
/// nothing without them.
/// </summary>
internal sealed class RandomExamples(TextTokens text) : IGuardExamples
{
    public EncodedExample Of(EncodedExample example, SeededRandom random) => example with
    {
        Tokens = Array.ConvertAll(example.Tokens, id => text.Contains(id) ? text.Draw(random) : id),
        FirstTarget = 1,
    };
}
