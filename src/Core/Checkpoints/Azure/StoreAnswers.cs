using System.Xml;
using Azure;
using FedK8s.Core.Files;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>Reads failed requests by status and error code, never by their text.</summary>
internal static class StoreAnswers
{
    /// <summary>What the failure of a request means; null where it is no failure of a request.</summary>
    public static StoreAnswer? Of(Exception exception) => exception switch
    {
        RequestFailedException failed => Of(failed.Status, failed.ErrorCode),
        AggregateException aggregate => aggregate.InnerExceptions.Select(Of).FirstOrDefault(),
        // A full disk does not get better by asking again; a body that ended early does.
        IOException when WriteFailure.Find(exception, "") is not null => null,
        IOException or HttpRequestException or XmlException => StoreAnswer.Transient,
        // Callers look at their own token first, so this is the client's patience with one request.
        OperationCanceledException => StoreAnswer.Transient,
        _ => null,
    };

    /// <summary>The status and error code, for people.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } failed => $"status {failed.Status} {failed.ErrorCode}".TrimEnd(),
        AggregateException { InnerExceptions: [var first, ..] } => Describe(first),
        OperationCanceledException => "no answer in time",
        _ => exception.Message.Split('\n')[0].TrimEnd('.', ' ', '\r'),
    };

    // 0 stands for a connection that could not be made or was lost. Answers to HEAD have no body, and proxies answer
    // without the service's codes: the status alone must do.
    private static StoreAnswer Of(int status, string? code) => (status, code) switch
    {
        (0 or 408 or 429 or 500 or 502 or 503 or 504, _) => StoreAnswer.Transient,
        (400, "Md5Mismatch" or "InvalidOperation") => StoreAnswer.Transient, // damaged on the way; Azurite's word is the other
        (409, "ContainerBeingDeleted") => StoreAnswer.Transient,
        (400, "InvalidBlockList") => StoreAnswer.BlocksGone,
        (401 or 403, _) => StoreAnswer.Denied,
        (404, "ContainerNotFound") => StoreAnswer.MissingContainer,
        (404, _) => StoreAnswer.Missing,
        (409, "BlobAlreadyExists") => StoreAnswer.ConditionNotMet,
        (409, "LeaseAlreadyPresent" or "LeaseIdMismatchWithLeaseOperation" or "LeaseNotPresentWithLeaseOperation"
            or "LeaseIsBrokenAndCannotBeRenewed" or "LeaseIsBreakingAndCannotBeAcquired") => StoreAnswer.LeaseOfAnother,
        (412, "LeaseIdMissing" or "LeaseIdMismatchWithBlobOperation" or "LeaseLost") => StoreAnswer.LeaseOfAnother,
        (412, _) => StoreAnswer.ConditionNotMet,
        (416, _) => StoreAnswer.OutOfRange,
        _ => StoreAnswer.Refused,
    };
}
