using FedK8s.Cli.Progress;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Tests.Progress;

public sealed class PlainStoryTests
{
    [Fact]
    public void A_quiet_round_is_three_lines()
    {
        var story = new Story().AllJoin();
        story.Lines.Clear();

        story.Opens(1).Steps(0, 1, 10, 0.5).Steps(1, 1, 10, 1.5).Judged(0, 1).Judged(1, 1).After(7).Closes(1).Measured(1);

        Assert.Equal(
            [
                "round 1/2: 2 clients asked to train",
                "round 1/2 committed in 0:07: 2 updates averaged over 160 examples, loss 1.000",
                "round 1 measured: copy 75.0 %",
            ],
            story.Lines);
    }

    [Fact]
    public void The_clients_tests_of_a_checkpoint_are_one_line_once_all_are_there()
    {
        var story = new Story().AllJoin();
        story.Lines.Clear();

        story.Tested(0, 1, 0.5).Tested(0, 1, 0.5).Tested(1, 2, 0.25);
        Assert.Empty(story.Lines);

        story.Tested(1, 1, 0.75).Tested(0, 2, 0.75).Tested(0, 2, 0.75);
        Assert.Equal(
            ["round 1 measured: clients' tests 62.5 % on average", "round 2 measured: clients' tests 50.0 % on average"],
            story.Lines);
    }

    [Fact]
    public void A_lost_client_is_not_waited_for_at_the_tests()
    {
        var story = new Story().AllJoin().Opens(1).Fails(1).Tested(0, 1, 0.5);

        Assert.Equal("round 1 measured: clients' tests 50.0 % on average", story.Lines[^1]);
    }

    [Fact]
    public void A_warning_is_told_once() =>
        Assert.Equal(["warning: slow"], new Story().Hear(new Warning("slow")).Hear(new Warning("slow")).Lines);

    [Fact]
    public void Clients_that_join_are_one_line() =>
        Assert.Equal(["2 clients joined with 160 examples to train on, 40 to test on"], new Story().AllJoin().Lines);

    [Fact]
    public void A_round_with_many_clients_and_much_trouble_is_at_most_ten_lines()
    {
        var story = new Story(clients: 100).AllJoin();
        story.Lines.Clear();

        story.Opens(1);
        for (var step = 0; step <= 10; step++)
        {
            foreach (var client in Enumerable.Range(0, 100))
            {
                story.After(1).Steps(client, 1, step);
            }
        }

        foreach (var client in Enumerable.Range(0, 100))
        {
            story.Judged(client, 1, UpdateVerdict.Rejected);
        }

        story.Abandoned(1);
        Assert.InRange(story.Lines.Count, 5, 10);
    }

    [Fact]
    public void A_long_round_tells_its_quarters_with_the_time_left()
    {
        var story = new Story().AllJoin().Opens(1).After(60).Steps(0, 1, 5, 0.5);

        Assert.Equal("round 1/2: 25 % trained, loss 0.500, about 7:00 left", story.Lines[^1]);
    }

    [Fact]
    public void A_rejected_update_is_told_with_its_reason() =>
        Assert.Equal(
            "site-1's update is left out (Rejected, NormTooLarge): found 9, wanted 1",
            new Story().AllJoin().Opens(1).Judged(0, 1, UpdateVerdict.Rejected).Lines[^1]);

    [Fact]
    public void A_lost_client_is_told_once() =>
        Assert.Equal(
            ["site-2 is lost: FK3006 diverged"],
            new Story().AllJoin().Opens(1).Fails(1).Fails(1).Lines.Where(line => line.Contains("lost", StringComparison.Ordinal)));
}
