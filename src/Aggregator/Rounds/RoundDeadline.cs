using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Rounds;

/// <summary>When a round ends, for a process that may have taken it up from another.</summary>
internal static class RoundDeadline
{
    /// <summary>
    /// The plan's deadline. A round that was open through a suspension has its whole time again from the end of that; and no
    /// process waits longer than a round's time, should the plan's clock have been another.
    /// </summary>
    /// <param name="plan">The open round's.</param>
    /// <param name="duration"><c>rounds.deadlineSeconds</c>.</param>
    /// <param name="activeSince">When the run was taken up, or the last suspension ended.</param>
    /// <param name="seen">When this process first saw the plan.</param>
    public static DateTimeOffset Of(RoundPlan plan, TimeSpan duration, DateTimeOffset activeSince, DateTimeOffset seen) =>
        Earlier(Later(plan.Deadline, activeSince + duration), seen + duration);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
