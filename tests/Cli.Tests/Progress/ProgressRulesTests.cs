using FedK8s.Cli.Progress;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Tests.Progress;

public sealed class ProgressRulesTests
{
    [Fact]
    public void Half_the_steps_of_half_the_clients_are_a_quarter_of_the_round()
    {
        var story = new Story().AllJoin().Opens(1).Steps(0, 1, step: 5);

        Assert.Equal((0.25, 0.125), (story.Progress.RoundFraction, story.Progress.Fraction));
    }

    [Fact]
    public void A_judged_update_is_whole() =>
        Assert.Equal(0.5, new Story().AllJoin().Opens(1).Judged(0, 1).Progress.RoundFraction);

    [Fact]
    public void A_closed_round_is_committed_and_its_clients_are_ready()
    {
        var progress = new Story().AllJoin().Opens(1).Judged(0, 1).Judged(1, 1).Closes(1).Progress;

        Assert.Equal((1, null), (progress.Committed.Value, progress.Open));
        Assert.All(progress.Clients, client => Assert.Equal((ClientStage.Idle, 0), (client.Stage, client.Step)));
    }

    [Fact]
    public void The_same_event_twice_changes_what_it_changed_once()
    {
        var once = new Story().AllJoin().Opens(1).Steps(0, 1, 5, 0.5).Closes(1).Progress;
        var twice = new Story().AllJoin().AllJoin().Opens(1).Opens(1).Steps(0, 1, 5, 0.5).Steps(0, 1, 5, 0.5).Closes(1).Closes(1).Progress;

        Assert.Equal(once.Clients, twice.Clients);
        Assert.Equal((once.Committed, once.Open), (twice.Committed, twice.Open));
    }

    [Fact]
    public void A_run_of_more_rounds_than_anyone_waits_for_has_no_forecast()
    {
        var story = new Story().AllJoin().Opens(1).Steps(0, 1, step: 5).After(86_400);

        Assert.Null((story.Progress with { Rounds = int.MaxValue }).Remaining(story.Now));
    }

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(750, "12:30")]
    [InlineData(11_045, "3:04:05")]
    [InlineData(108_000, "30:00:00")]
    public void A_time_counts_its_hours_through(int seconds, string words) =>
        Assert.Equal(words, Words.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void News_of_an_earlier_round_change_nothing()
    {
        var story = new Story().AllJoin().Opens(1).Closes(1).Opens(2);
        var before = story.Progress.Clients;

        Assert.Equal(before, story.Steps(0, round: 1, step: 9).Judged(0, round: 1).Opens(1).Closes(1).Progress.Clients);
    }

    [Fact]
    public void A_client_that_waits_for_its_turn_takes_no_steps()
    {
        var client = new Story().AllJoin().Opens(1).Waits(0, 1).Progress.Clients[0];

        Assert.Equal((ClientStage.Training, false, 0), (client.Stage, client.IsStepping, client.Step));
    }

    [Fact]
    public void Steps_never_go_back() =>
        Assert.Equal(7, new Story().AllJoin().Opens(1).Steps(0, 1, 7).Steps(0, 1, 3).Progress.Clients[0].Step);

    [Fact]
    public void The_loss_is_the_mean_of_what_the_clients_said_last() =>
        Assert.Equal(1.5, new Story().AllJoin().Opens(1).Steps(0, 1, 1, 9).Steps(0, 1, 2, 1).Steps(1, 1, 1, 2).Progress.Loss);

    [Fact]
    public void The_time_left_is_the_time_so_far_times_what_is_left_over_what_is_done()
    {
        // A quarter of the run took 10 s, so three quarters take 30 s.
        var story = new Story().AllJoin().Opens(1).After(10).Steps(0, 1, 10).Judged(0, 1);

        Assert.Equal(TimeSpan.FromSeconds(30), story.Progress.Remaining(story.Now));
    }

    [Fact]
    public void Too_little_done_says_nothing_of_the_time_left()
    {
        var story = new Story().AllJoin().Opens(1).After(10);

        Assert.Null(story.Progress.Remaining(story.Now));
    }

    [Fact]
    public void Training_time_is_the_time_in_which_anyone_takes_steps()
    {
        // One trains from 0 to 4, the other from 2 to 6, nobody from 6 to 9: six seconds.
        var story = new Story().AllJoin().Opens(1).Steps(0, 1, 0).After(2).Steps(1, 1, 0).After(2).Steps(0, 1, 10)
            .After(2).Steps(1, 1, 10).After(3).Closes(1);

        Assert.Equal(TimeSpan.FromSeconds(6), story.Progress.TrainingTime);
    }

    [Fact]
    public void An_abandoned_round_may_be_opened_again()
    {
        var progress = new Story().AllJoin().Opens(1).Steps(0, 1, 5).Abandoned(1).Opens(1, attempt: 2).Progress;

        Assert.Equal((2, 0, 0), (progress.Open!.Attempt, progress.Committed.Value, progress.Clients[0].Step));
    }

    [Fact]
    public void A_lost_client_stays_lost_in_the_next_round() =>
        Assert.Equal(ClientStage.Lost, new Story().AllJoin().Opens(1).Fails(1).Closes(1).Opens(2).Progress.Clients[1].Stage);

    [Fact]
    public void A_client_that_joins_a_round_already_open_trains_in_it()
    {
        var story = new Story().Opens(1).AllJoin().Steps(0, 1, 0).After(5).Steps(0, 1, 10);

        Assert.Equal(
            (ClientStage.Training, TimeSpan.FromSeconds(5)),
            (story.Progress.Clients[0].Stage, story.Progress.TrainingTime));
    }

    [Fact]
    public void An_update_that_is_left_out_is_seen_as_such() =>
        Assert.Equal(
            ClientStage.LeftOut,
            new Story().AllJoin().Opens(1).Judged(0, 1, UpdateVerdict.Rejected).Progress.Clients[0].Stage);

    [Fact]
    public void A_late_report_of_an_earlier_round_does_not_replace_a_later_one() =>
        Assert.Equal(2, new Story().Measured(2).Measured(1).Progress.LastEvaluation!.Round.Value);
}
