using FedK8s.Aggregator.Intake;
using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Identity;
using static FedK8s.Aggregator.Tests.Rounds.RunFixture;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class RoundRulesTests
{
    // One letter a client: accepted, rejected, lost, stuck, or still awaited (.). The quorum is 2 of 3.
    [Theory]
    [InlineData("...", "KeepOpen", "Abandon")]
    [InlineData("a..", "KeepOpen", "Abandon")]
    [InlineData("aa.", "KeepOpen", "Close")]
    [InlineData("aaa", "Close", "Close")]
    [InlineData("aar", "Close", "Close")]
    [InlineData("aal", "Close", "Close")]
    [InlineData("ar.", "KeepOpen", "Abandon")]
    [InlineData("al.", "KeepOpen", "Abandon")]
    [InlineData("r..", "KeepOpen", "Abandon")]
    [InlineData("rr.", "Abandon", "Abandon")] // one more cannot make two
    [InlineData("rl.", "Abandon", "Abandon")]
    [InlineData("arl", "Abandon", "Abandon")]
    [InlineData("rrr", "Abandon", "Abandon")]
    [InlineData("lll", "Abandon", "Abandon")]
    [InlineData("aas", "Close", "Close")] // who takes no steps is not waited for
    [InlineData("a.s", "KeepOpen", "Abandon")]
    [InlineData("ass", "Abandon", "Abandon")]
    public void A_round_ends_by_quorum_and_deadline(string clients, string before, string at)
    {
        var round = Round(clients);

        Assert.Equal(before, RoundRules.Next(round, round.Plan.Deadline.AddTicks(-1)).ToString());
        Assert.Equal(at, RoundRules.Next(round, round.Plan.Deadline).ToString());
    }

    [Fact]
    public void An_update_that_was_accepted_before_its_client_was_lost_counts()
    {
        var round = Round("aa.") with { Lost = Clients.ToHashSet() };

        Assert.Equal(RoundStep.Close, RoundRules.Next(round, round.Plan.OpenedAt));
    }

    internal static OpenRound Round(string clients, int attempt = 1)
    {
        var plan = Plan(attempt: attempt);
        var verdicts = Clients.Zip(clients).Where(pair => pair.Second is 'a' or 'r').ToDictionary(
            pair => pair.First,
            pair => pair.Second == 'a'
                ? (Verdict)new Verdict.Accepted(Stored(Update(plan, pair.First)))
                : new Verdict.Rejected(RejectionReason.NonFiniteValues, "w holds values that are not finite."));
        var lost = Clients.Zip(clients).Where(pair => pair.Second == 'l').Select(pair => pair.First).ToHashSet();
        var stuck = Clients.Zip(clients).Where(pair => pair.Second == 's').Select(pair => pair.First).ToHashSet();
        return new OpenRound(plan, plan.Deadline, verdicts, lost, stuck);
    }
}
