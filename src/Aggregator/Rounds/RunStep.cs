using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Rounds;

/// <summary>What a run should do next.</summary>
internal abstract record RunStep
{
    private RunStep()
    {
    }

    /// <summary>Listen; whoever is awaited is asked, and asked again after a silence.</summary>
    public sealed record Wait : RunStep;

    /// <summary>Move the state pointer to the checkpoint of <paramref name="Round"/>, whose manifest is there.</summary>
    public sealed record CommitCheckpoint(RoundNumber Round) : RunStep;

    /// <summary>Write the plan of the next round, for a cohort out of <paramref name="Available"/>.</summary>
    /// <param name="Available">Who can train.</param>
    /// <param name="IsMeasured">False where a measurement that could have ended the run did not come in time.</param>
    public sealed record OpenNextRound(IReadOnlyList<ClientId> Available, bool IsMeasured) : RunStep;

    /// <summary>Judge updates that have been submitted, in ordinal order of their clients.</summary>
    public sealed record JudgeUpdates(RoundPlan Plan, IReadOnlyList<ClientId> Clients) : RunStep;

    /// <summary>Write the checkpoint that the round's accepted updates give.</summary>
    public sealed record CloseRound(OpenRound Round) : RunStep;

    /// <summary>Count the attempt as abandoned.</summary>
    public sealed record AbandonRound(RoundPlan Plan, string Detail) : RunStep;

    /// <summary>No round follows, and every due measurement is there or was awaited for long enough: say so in the state.</summary>
    /// <param name="Reason">Why no round follows.</param>
    /// <param name="Message">One line where it ended early or measurements are missing; otherwise null.</param>
    /// <param name="IsIncomplete">Whether measurements are missing.</param>
    public sealed record Complete(EndReason Reason, string? Message, bool IsIncomplete) : RunStep;

    /// <summary>Nothing can cure the run: say so in the state.</summary>
    /// <param name="Code">An exit code, for example <c>FK2001</c>.</param>
    /// <param name="Message">One line.</param>
    public sealed record Fail(string Code, string Message) : RunStep;

    /// <summary>The run's state says that it has ended, or the run is suspended.</summary>
    public sealed record End(Stored<RunState> State) : RunStep;
}
