using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training.Retention;

/// <summary>
/// What the retention guard has a model read beside the task. In what it gives every token counts, so
/// <see cref="EncodedExample.FirstTarget"/> is 1; where there is a label it stays, without meaning.
/// </summary>
internal interface IGuardExamples
{
    /// <summary>
    /// What stands beside one of the task's examples in a step that is guarded; it depends on the arguments alone. Called once
    /// <see cref="Prepare"/> has returned, from any thread.
    /// </summary>
    EncodedExample Of(EncodedExample example, SeededRandom random);

    /// <summary>Does what takes a model; doing it again does nothing.</summary>
    /// <param name="tuned">Unchanged afterwards.</param>
    /// <param name="passDone">Called after each pass through the model; must return at once.</param>
    /// <param name="cancellationToken">Looked at between two passes.</param>
    void Prepare(TunedModel tuned, Action passDone, CancellationToken cancellationToken)
    {
    }
}
