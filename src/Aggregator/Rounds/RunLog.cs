using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Identity;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>The story of a run. What grows with the number of clients is told at Debug.</summary>
internal static partial class RunLog
{
    [LoggerMessage(2000, LogLevel.Information, "Run {RunId}: {Rounds} rounds, {Clients} clients, store {Location}")]
    public static partial void RunTakenUp(this ILogger log, RunId runId, int rounds, int clients, Uri location);

    [LoggerMessage(2001, LogLevel.Information, "Run {RunId}: checkpoint 0 is committed")]
    public static partial void StartCommitted(this ILogger log, RunId runId);

    [LoggerMessage(2002, LogLevel.Information,
        "Run {RunId}, round {Round}, attempt {Attempt}: open for {Clients} clients until {Deadline:u}")]
    public static partial void RoundOpened(
        this ILogger log, RunId runId, RoundNumber round, int attempt, int clients, DateTimeOffset deadline);

    [LoggerMessage(2003, LogLevel.Debug, "Run {RunId}, round {Round}: update of {ClientId} accepted")]
    public static partial void UpdateAccepted(this ILogger log, RunId runId, RoundNumber round, ClientId clientId);

    [LoggerMessage(2004, LogLevel.Warning, "Run {RunId}, round {Round}: update of {ClientId} rejected, {Reason}: {Detail}")]
    public static partial void UpdateRejected(
        this ILogger log, RunId runId, RoundNumber round, ClientId clientId, RejectionReason reason, string detail);

    [LoggerMessage(2005, LogLevel.Debug, "Run {RunId}, round {Round}: update of {ClientId} came late")]
    public static partial void UpdateLate(this ILogger log, RunId runId, RoundNumber round, ClientId clientId);

    [LoggerMessage(2006, LogLevel.Information,
        "Run {RunId}, round {Round}: closed with {Updates} updates from {Examples} examples")]
    public static partial void RoundClosed(
        this ILogger log, RunId runId, RoundNumber round, int updates, long examples);

    [LoggerMessage(2007, LogLevel.Warning, "Run {RunId}, round {Round}, attempt {Attempt}: abandoned, {Detail}")]
    public static partial void RoundAbandoned(
        this ILogger log, RunId runId, RoundNumber round, int attempt, string detail);

    [LoggerMessage(2008, LogLevel.Warning, "Run {RunId}: {Worker} cannot go on, {Code}: {Message}")]
    public static partial void WorkerLost(this ILogger log, RunId runId, string worker, string code, string message);

    [LoggerMessage(2009, LogLevel.Warning, "Run {RunId}: another process moved the state from generation {Generation}")]
    public static partial void CommitLost(this ILogger log, RunId runId, long generation);

    [LoggerMessage(2010, LogLevel.Information, "Run {RunId}: complete after round {Round}")]
    public static partial void RunComplete(this ILogger log, RunId runId, RoundNumber round);

    [LoggerMessage(2011, LogLevel.Error, "Run {RunId}: failed after round {Round}, {Code}: {Message}")]
    public static partial void RunFailed(
        this ILogger log, RunId runId, RoundNumber round, string? code, string? message);

    [LoggerMessage(2012, LogLevel.Information, "Run {RunId}: suspended after round {Round}")]
    public static partial void RunSuspended(this ILogger log, RunId runId, RoundNumber round);

    [LoggerMessage(2013, LogLevel.Warning, "A {Message} could not be sent; it is repeated where it matters")]
    public static partial void MessageNotSent(this ILogger log, string message, Exception exception);

    [LoggerMessage(2014, LogLevel.Error, "Run {RunId}: the loop has ended")]
    public static partial void LoopEnded(this ILogger log, RunId runId, Exception exception);

    [LoggerMessage(2015, LogLevel.Information, "Run {RunId}: complete after round {Round}: {Message}")]
    public static partial void RunEnded(this ILogger log, RunId runId, RoundNumber round, string message);

    [LoggerMessage(2016, LogLevel.Warning, "Run {RunId}: complete {Message}")]
    public static partial void RunIncomplete(this ILogger log, RunId runId, string message);

    [LoggerMessage(2017, LogLevel.Warning,
        "Run {RunId}: went on without the evaluation of round {Round}, awaited for {Seconds} s; early stopping does not see it")]
    public static partial void WentOnUnmeasured(this ILogger log, RunId runId, RoundNumber round, int seconds);

    [LoggerMessage(2018, LogLevel.Warning,
        "Run {RunId}, round {Round}: {ClientId} has been at step {Step} for {Seconds} s; the round does not wait for it")]
    public static partial void ClientStuck(
        this ILogger log, RunId runId, RoundNumber round, ClientId clientId, int step, int seconds);

    [LoggerMessage(2019, LogLevel.Warning, "Run {RunId}: the document of {ClientId} cannot be read: {Detail}")]
    public static partial void ClientUnreadable(this ILogger log, RunId runId, ClientId clientId, string detail);

    [LoggerMessage(2020, LogLevel.Warning, "A {Message} was dropped: the broker takes none")]
    public static partial void MessageDropped(this ILogger log, string message);

    [LoggerMessage(2021, LogLevel.Information, "Another aggregator works on run {RunId}; waiting")]
    public static partial void StandingBy(this ILogger log, RunId runId);

    [LoggerMessage(2022, LogLevel.Warning, "Run {RunId}: the lease is lost; waiting for it")]
    public static partial void LeaseLost(this ILogger log, RunId runId);

    [LoggerMessage(2023, LogLevel.Warning, "Run {RunId}: {Message} Waiting for the lease again")]
    public static partial void CommitsLost(this ILogger log, RunId runId, string message);

    [LoggerMessage(2024, LogLevel.Warning, "{File} cannot be read: {Detail}; what it said before stays wanted")]
    public static partial void RunFileUnreadable(this ILogger log, string file, string detail);

    [LoggerMessage(2025, LogLevel.Information, "Run {RunId}: {File} is submitted")]
    public static partial void RunFileSubmitted(this ILogger log, RunId runId, string file);

    [LoggerMessage(2026, LogLevel.Information, "Run {RunId}, round {Round}: {Blocks} blocks are assigned to {Clients} clients")]
    public static partial void Assigned(this ILogger log, RunId runId, RoundNumber round, int blocks, int clients);

    [LoggerMessage(2027, LogLevel.Warning,
        "Run {RunId}, round {Round}: new blocks {Blocks} have fewer trainers than minTrainersPerBlock, since no more clients can carry them")]
    public static partial void Uncovered(this ILogger log, RunId runId, RoundNumber round, string blocks);

    [LoggerMessage(2028, LogLevel.Warning,
        "Run {RunId}, round {Round}: {Clients} clients are too slow for one block in allocation.roundSeconds and train one for one step")]
    public static partial void TooSlow(this ILogger log, RunId runId, RoundNumber round, int clients);

    [LoggerMessage(2030, LogLevel.Warning,
        "Run {RunId}, round {Round}: a new block is trained by {Share:0 %} of the clients, so that all of them together may be moved further "
        + "than is good; should the loss rise, set aggregation.absentBlocks to Unchanged")]
    public static partial void FewTrainers(this ILogger log, RunId runId, RoundNumber round, double share);

    [LoggerMessage(2029, LogLevel.Information,
        "Run {RunId}, round {Round}: {ClientId} took {Seconds:0.00} s, predicted {Predicted:0.00} s ({Difference:+0 %;-0 %})")]
    public static partial void ClientTook(
        this ILogger log, RunId runId, RoundNumber round, ClientId clientId, double seconds, double predicted, double difference);
}
