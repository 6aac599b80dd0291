using FedK8s.Contracts.Events;
using FedK8s.Testing;
using FedK8s.Worker.Participation;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Worker.Tests.Participation;

public sealed class RunEventsTests
{
    [Fact]
    public async Task An_event_that_cannot_be_sent_is_dropped_in_the_end()
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider, LeapingTime>()
            .AddSingleton<RunEvents>()
            .AddMassTransit(bus => bus.UsingInMemory())
            .BuildServiceProvider();

        // A bus that was never started sends nothing, like one whose broker is away.
        await services.GetRequiredService<RunEvents>()
            .TellAsync(new RunFinished(new("run-1"), default, new(1), null, null), TestContext.Current.CancellationToken)
            .WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_event_under_which_the_connection_breaks_is_told_again_until_it_is_told()
    {
        var attempts = 0;
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider, LeapingTime>()
            .AddSingleton<RunEvents>()
            .AddMassTransit(bus => bus.UsingInMemory((_, transport) => transport.ConfigurePublish(publish => publish.UseExecute(_ =>
                ObjectDisposedException.ThrowIf(++attempts < 3, typeof(RunEventsTests))))))
            .BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(TestContext.Current.CancellationToken);

        await services.GetRequiredService<RunEvents>()
            .TellAtLastAsync(new RunFinished(new("run-1"), default, new(1), null, null), TestContext.Current.CancellationToken);

        Assert.Equal(3, attempts);
        await bus.StopAsync(TestContext.Current.CancellationToken);
    }
}
