using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training.Retention;

/// <summary>The task's own examples: Learning without Forgetting (arXiv:1606.09282, eq. 1).</summary>
internal sealed class SameExamples : IGuardExamples
{
    public EncodedExample Of(EncodedExample example, SeededRandom random) => example with { FirstTarget = 1 };
}
