using FedK8s.Cli.Progress;
using FedK8s.Contracts.Events;

namespace FedK8s.RetentionBench.Trials;

/// <summary>Tells now and then how far the base model is.</summary>
internal sealed class BaseView : IProgressView
{
    private const int Steps = 500;

    public void Show(RunProgress before, object @event, RunProgress after, DateTimeOffset now)
    {
        if (@event is TrainingProgressed { Loss: { } loss } step && step.Step / Steps > before.Clients[0].Step / Steps)
        {
            Console.WriteLine(FormattableString.Invariant($"base model: step {step.Step} of {step.Steps}, loss {loss:0.000}"));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
