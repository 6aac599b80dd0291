using FedK8s.Contracts.Identity;
using FedK8s.Worker.Participation;

namespace FedK8s.Worker.Tests.Participation;

public sealed class ClientTurnsTests
{
    private readonly ClientTurns _turns = new();

    [Fact]
    public async Task The_command_in_hand_is_passed_over_when_it_comes_again()
    {
        using var turn = await TakeAsync(round: 1, attempt: 1);

        Assert.Null(await TakeAsync(round: 1, attempt: 1));
        Assert.False(turn!.IsSuperseded);
    }

    [Fact]
    public async Task A_command_that_was_answered_may_come_again()
    {
        (await TakeAsync(round: 1, attempt: 1))!.Dispose();

        using var again = await TakeAsync(round: 1, attempt: 1);

        Assert.NotNull(again);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 1)]
    public async Task An_older_command_is_passed_over(int round, int attempt)
    {
        (await TakeAsync(round: 2, attempt: 2))!.Dispose();

        Assert.Null(await TakeAsync(round, attempt));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task A_newer_command_ends_the_older_and_waits_until_it_has_ended(int round, int attempt)
    {
        var older = await TakeAsync(round: 1, attempt: 1);
        var newer = TakeAsync(round, attempt);

        Assert.True(older!.IsSuperseded && older.Cancellation.IsCancellationRequested);
        Assert.False(newer.IsCompleted);
        older.Dispose();
        using var turn = await newer;
        Assert.NotNull(turn);
    }

    [Fact]
    public async Task Of_two_that_wait_only_the_newest_gets_its_turn()
    {
        var first = await TakeAsync(round: 1, attempt: 1);
        var second = TakeAsync(round: 2, attempt: 1);
        var third = TakeAsync(round: 3, attempt: 1);

        Assert.Null(await second);
        Assert.False(third.IsCompleted);
        first!.Dispose();
        using var turn = await third;
        Assert.NotNull(turn);
    }

    [Fact]
    public async Task A_process_that_stops_ends_the_waiting()
    {
        using var stopping = new CancellationTokenSource();
        using var first = await TakeAsync(round: 1, attempt: 1);
        var second = _turns.TakeAsync(new RoundNumber(2), attempt: 1, stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private Task<ClientTurn?> TakeAsync(int round, int attempt) =>
        _turns.TakeAsync(new RoundNumber(round), attempt, TestContext.Current.CancellationToken);
}
