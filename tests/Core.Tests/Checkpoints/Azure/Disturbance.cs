namespace FedK8s.Core.Tests.Checkpoints.Azure;

/// <summary>What can go wrong between a client and a blob service.</summary>
internal enum Disturbance
{
    None,
    NotSent,
    Busy,
    BusyForSevenSeconds,
    Forbidden,

    /// <summary>Nothing comes back, ever.</summary>
    Silent,

    /// <summary>The service did what it was asked, and nobody hears of it.</summary>
    AnswerLost,

    /// <summary>The connection breaks in the middle of the answer.</summary>
    AnswerCut,

    /// <summary>A bit of the answer is another.</summary>
    AnswerFlipped,

    /// <summary>A bit of what was sent is another.</summary>
    ContentFlipped,
}
