using FedK8s.Testing;
using FedK8s.Worker.Participation;
using Microsoft.Extensions.Logging.Abstractions;

namespace FedK8s.Worker.Tests.Participation;

public sealed class CommandWorkTests : IDisposable
{
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _mayEnd = new();
    private readonly CommandWork _work = new(TimeProvider.System, NullLogger<CommandWork>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_held_until_its_work_has_ended()
    {
        var held = _work.RunAsync("train", WaitAsync);
        await _begun.Task.WaitAsync(Cancellation);

        Assert.False(held.IsCompleted);

        _mayEnd.SetResult();
        await held.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_message_whose_work_takes_long_is_let_go_and_the_work_goes_on()
    {
        using var work = new CommandWork(new LeapingTime(), NullLogger<CommandWork>.Instance); // ten minutes pass at once
        var ended = new TaskCompletionSource();
        await work.RunAsync("train", async (_, _) =>
        {
            await _mayEnd.Task;
            ended.SetResult();
        });

        _mayEnd.SetResult();
        await ended.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_command_that_comes_again_is_passed_over_while_it_is_worked_on_and_taken_afterwards()
    {
        var count = 0;
        var first = _work.RunAsync("train", WaitAsync);
        await _begun.Task.WaitAsync(Cancellation);

        await _work.RunAsync("train", CountAsync).WaitAsync(Cancellation);
        Assert.Equal(0, count);

        _mayEnd.SetResult();
        await first.WaitAsync(Cancellation);
        await _work.RunAsync("train", CountAsync).WaitAsync(Cancellation);
        Assert.Equal(1, count);

        Task CountAsync(string command, CancellationToken cancellationToken)
        {
            count++;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_the_work_throws_fails_the_message() =>
        await Assert.ThrowsAsync<IOException>(() => _work.RunAsync<string>("train", (_, _) => throw new IOException()));

    [Fact]
    public async Task Stopping_asks_the_work_to_end_and_waits_for_it()
    {
        using var work = new CommandWork(new LeapingTime(), NullLogger<CommandWork>.Instance);
        var isSaved = false;
        await work.RunAsync("train", async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            isSaved = true;
        });

        await work.StopAsync().WaitAsync(Cancellation);

        Assert.True(isSaved);
    }

    public void Dispose() => _work.Dispose();

    private Task WaitAsync(string command, CancellationToken cancellationToken)
    {
        _begun.SetResult();
        return _mayEnd.Task;
    }
}
