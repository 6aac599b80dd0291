using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;

namespace FedK8s.Aggregator.Intake;

/// <summary>
/// What intake decides about one update. It follows from the update, the plan and the checkpoint alone, so that judging again
/// after a restart gives the same.
/// </summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>It will be averaged.</summary>
    public sealed record Accepted(Stored<UpdateManifest> Update) : Verdict;

    /// <summary>It will not, and <paramref name="Detail"/> says why in one line.</summary>
    public sealed record Rejected(RejectionReason Reason, string Detail) : Verdict;
}
