using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Core.Runs;
using Microsoft.Extensions.Logging;

namespace FedK8s.Aggregator.Rounds;

/// <summary>A file that says what is wanted of the run, for example of a mounted ConfigMap: submitted, and again when it changes.</summary>
internal sealed class RunFile(AggregatorSettings settings, RunStore store, ILogger<RunFile> log)
{
    private byte[]? _submitted;

    /// <summary>Submits the file where it is new or has changed.</summary>
    /// <exception cref="RunFailedException">It cannot be read the first time, or asks for another run.</exception>
    public async Task SubmitAsync(CancellationToken cancellationToken)
    {
        if (settings.RunFile is not { } path)
        {
            return;
        }

        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            if (_submitted is not null && bytes.AsSpan().SequenceEqual(_submitted))
            {
                return;
            }

            var document = JsonSerializer.Deserialize<RunDocument>(bytes, ContractJson.Options)
                ?? throw new JsonException("The document is null.");
            await RunSubmission.SubmitAsync(store, document, cancellationToken);
            _submitted = bytes;
            log.RunFileSubmitted(settings.RunId, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            if (_submitted is null)
            {
                throw new RunFailedException(
                    exception is JsonException ? ExitCodes.InvalidManifest : ExitCodes.FileNotFound,
                    $"{path}: {exception.Message.TrimEnd('.')}, wanted a run's document; correct FEDK8S_RUN_FILE.",
                    exception);
            }

            log.RunFileUnreadable(path, exception.Message); // it may be being written
        }
    }
}
