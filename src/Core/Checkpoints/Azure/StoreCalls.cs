using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// The one policy for requests to the blob service. A request that may succeed later is sent again after a growing,
/// jittered wait, or after the wait that the service asks for, until its deadline; what the caller can deal with (a missing
/// blob, a condition not met) comes back as the service's exception at once; everything else ends with a code.
/// </summary>
internal sealed class StoreCalls(BlobContainerClient container, TransferSettings settings, TimeProvider clock)
{
    private const int JitterSteps = 1 << 20;

    /// <summary>The container's address, without credentials, for people.</summary>
    public Uri Location { get; } = new(container.Uri.GetLeftPart(UriPartial.Path));

    /// <summary>Sends a request that only reads, or whose blob is known to be there.</summary>
    /// <param name="what">What is being done, for the error's line: "reading state.json".</param>
    /// <param name="expected">The answers that the caller can deal with.</param>
    /// <param name="call">The request; it may be called several times.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    /// <exception cref="RequestFailedException">The answer is one of the expected.</exception>
    /// <exception cref="RunFailedException">The service could not be reached in time, or does not let us.</exception>
    public async Task<T> SendAsync<T>(
        string what, StoreAnswer expected, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var wait = settings.FirstWait; ; wait = Shorter(wait * 2, settings.LongestWait))
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception exception) when (StoreAnswers.Of(exception) is { } answer && !expected.HasFlag(answer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pause = RetryAfter.Find(exception, clock.GetUtcNow()) ?? Jittered(wait);
                if (answer is not StoreAnswer.Transient
                    || clock.GetElapsedTime(started) + pause > settings.Deadline)
                {
                    throw Failure(what, exception);
                }

                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    /// <summary>Sends a request that writes; a container that is missing is made first.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<T> WriteAsync<T>(
        string what, StoreAnswer expected, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(what, expected | StoreAnswer.MissingContainer, call, cancellationToken);
        }
        catch (Exception exception) when (StoreAnswers.Of(exception) is StoreAnswer.MissingContainer)
        {
            await SendAsync(
                "making the container",
                StoreAnswer.None,
                async cancellation => await container.CreateIfNotExistsAsync(cancellationToken: cancellation),
                cancellationToken);
            return await SendAsync(what, expected, call, cancellationToken);
        }
    }

    /// <summary>The coded error for a request that failed for good.</summary>
    public RunFailedException Failure(string what, Exception cause) => StoreAnswers.Of(cause) switch
    {
        StoreAnswer.Transient => new(
            ExitCodes.StoreUnavailable,
            $"{Location}: {what} failed for {settings.Deadline.TotalSeconds:0} s, the last time with "
            + $"{StoreAnswers.Describe(cause)}; check the network and the storage account, and start again.",
            cause),
        StoreAnswer.Denied => new(
            ExitCodes.StoreAccessDenied,
            $"{Location}: {what} was refused with {StoreAnswers.Describe(cause)}; give credentials that are valid now "
            + "and may read, write, list and delete there.",
            cause),
        _ => new(
            ExitCodes.StoreUnavailable,
            $"{Location}: {what} was not taken: {StoreAnswers.Describe(cause)}; wanted a storage account with block "
            + "blobs, free of policies that keep them from being changed.",
            cause),
    };

    // Half of the wait is by chance, so that clients that failed together do not come back together.
    private static TimeSpan Jittered(TimeSpan wait) =>
        wait * (0.5 + RandomNumberGenerator.GetInt32(JitterSteps) / (2.0 * JitterSteps));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
