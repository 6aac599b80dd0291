using FedK8s.Cli.Results;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Messaging;

namespace FedK8s.Cli.Tests.Results;

public sealed class MessageErrorsTests
{
    private static readonly RunId Run = new("run-1");

    [Fact]
    public async Task Without_a_broker_nothing_is_said() => Assert.Null(await FindAsync(broker: null));

    [Fact]
    public async Task A_broker_that_is_not_there_is_one_line_and_no_failure()
    {
        var errors = await FindAsync("amqp://127.0.0.1:1");

        var line = Assert.Single(errors!.Lines); // a broker was named
        Assert.StartsWith("unknown: broker amqp://127.0.0.1:1/ ", line, StringComparison.Ordinal);
        Assert.Matches("cannot be reached: Connection refused$|does not answer within 5 s", line); // the second on a busy machine
    }

    [Fact]
    public void Each_queue_with_errors_is_a_line_with_the_reason()
    {
        var errors = new MessageErrors(
            [new(QueueNames.Evaluator(Run), 1, "the disk is full"), new(QueueNames.Aggregator(Run), 3, Reason: null)], Problem: null);

        Assert.Equal(
            [
                "1 message in fedk8s.run-1.evaluator_error: the disk is full",
                "3 messages in fedk8s.run-1.aggregator_error: no reason given",
            ],
            errors.Lines);
    }

    [Fact]
    public void No_errors_are_said_too() => Assert.Equal(["none"], new MessageErrors([], Problem: null).Lines);

    private static Task<MessageErrors?> FindAsync(string? broker) => MessageErrors.FindAsync(
        Run,
        [new("a")],
        name => name == "FEDK8S_BROKER" ? broker : null,
        TimeProvider.System,
        TestContext.Current.CancellationToken);
}
