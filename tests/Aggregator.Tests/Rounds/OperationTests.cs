using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Checkpoints;
using FedK8s.Testing;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

/// <summary>What a round costs at the store. Time is measured elsewhere; the number of calls is kept here.</summary>
public sealed class OperationTests
{
    // The last update's manifest and tensors; the tensors of all once more, which are on this machine by then; the next
    // checkpoint's tensors and manifest, the state, the plan.
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public async Task From_the_last_update_to_the_next_plan_there_are_few_calls(int clientCount)
    {
        var calls = await RunAsync(clientCount);

        var last = calls.FindLastIndex(call => call.StartsWith("read rounds/000002/", StringComparison.Ordinal));
        Assert.Equal(1 + 1 + clientCount + 4, calls.IndexOf(Plan(3)) - last + 1);
    }

    [Fact]
    public async Task The_calls_of_a_round_grow_by_the_same_number_with_every_client()
    {
        var (few, more, many) = (await CountOfRoundAsync(8), await CountOfRoundAsync(16), await CountOfRoundAsync(64));

        Assert.Equal((more - few) / 8, (many - more) / 48);
        Assert.Equal(0, (many - more) % 48);
    }

    [Fact]
    public async Task The_calls_of_a_round_do_not_grow_with_the_run()
    {
        var calls = await RunAsync(3, rounds: 30);

        Assert.Equal(Between(calls, 9, 10), Between(calls, 28, 29));
    }

    private static async Task<int> CountOfRoundAsync(int clientCount) => Between(await RunAsync(clientCount), 4, 5);

    private static int Between(List<string> calls, int from, int to) => calls.IndexOf(Plan(to)) - calls.IndexOf(Plan(from));

    private static string Plan(int round) => $"put {RunPaths.Plan(new(round), 1)}";

    private static async Task<List<string>> RunAsync(int clientCount, int rounds = 6)
    {
        ClientId[] clients = [.. Enumerable.Range(0, clientCount).Select(index => new ClientId($"site-{index / 26}{(char)('a' + (index % 26))}"))];
        using var run = await TestRun.CreateWithoutClientsAsync(Spec(new() { Max = rounds, MinClients = 2 }) with
        {
            Clients = [.. clients.Select(client => new ClientSpec { Name = client.Value, Data = new() { StorageUri = "file:///data" } })],
        });
        await run.Workers.JoinAsync(clients);
        var recording = new RecordingBlobStore(run.Blobs);
        await run.RunAsync(recording);
        return [.. recording.Calls];
    }
}
