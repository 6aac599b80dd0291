using FedK8s.Contracts.Commands;
using MassTransit;

namespace FedK8s.Worker.Tests.Participation;

/// <summary>The commands that were sent and are not done with: what they ask for is told of before they are.</summary>
internal sealed class CommandsInHand : IConsumeObserver, IDisposable
{
    private readonly SemaphoreSlim _ended = new(0);
    private int _sent;

    public void Sent() => _sent++;

    /// <summary>Waits until all are done with. The same command, sent before, might be passed over.</summary>
    public async Task EndedAsync()
    {
        for (; _sent > 0; _sent--)
        {
            await _ended.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (typeof(T).Namespace == typeof(TrainRound).Namespace)
        {
            _ended.Release();
        }

        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public void Dispose() => _ended.Dispose();
}
