using FedK8s.Worker.Resumption;
using FedK8s.Worker.Tests.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FedK8s.Worker.Tests.Resumption;

/// <summary>The saved steps of one training in the folder of a tiny run.</summary>
internal static class SavedSteps
{
    public static readonly LocalCheckpointKey Key = new(new("run-1"), new(1), new("site-a"), new string('a', 64), new string('b', 64));

    public static string FolderOf(TinyRun run) => run["state"];

    public static LocalCheckpoints In(
        TinyRun run, LocalCheckpointKey? key = null, TimeSpan? interval = null, TimeProvider? time = null, ILogger? logger = null) =>
        new(FolderOf(run), key ?? Key, interval ?? TimeSpan.FromDays(1), time ?? TimeProvider.System, logger ?? NullLogger.Instance);
}
