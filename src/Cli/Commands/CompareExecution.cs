using System.Text.Json;
using FedK8s.Cli.Comparison;
using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Results;
using FedK8s.Contracts;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary>
/// One execution of <c>fedk8s compare</c>. Every run of every arm is an ordinary run in a folder of its own: one that is complete is
/// only read, one that was stopped goes on.
/// </summary>
internal sealed class CompareExecution(CompareArguments arguments, CommandContext context)
{
    private readonly TextWriter _output = context.Terminal.Output;

    /// <summary>Null where every arm is complete, otherwise why not.</summary>
    public async Task<Failure?> RunAsync(CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Read(arguments.File, arguments.Store);
        if (manifest.Problems.Count > 0 || manifest.Run is not { } run)
        {
            return ManifestReport.Write(arguments.File, manifest.Problems, context.Terminal, arguments.IsJson);
        }

        var folder = Path.GetFullPath(arguments.To ?? Path.Combine(StoreOf(run), "compare"));
        Arm[] arms = [.. Arms.Of(run with { Spec = run.Spec with { Suspend = false } }, folder).Where(arm => arguments.Arms.Contains(arm.Name))];
        var outcomes = new List<(string Arm, RunOutcome Outcome)>();
        foreach (var (index, arm) in arms.Index())
        {
            TellBeginning(arm, index + 1, arms.Length);
            var (outcome, failure) = await RunAsync(arm, folder, cancellationToken);
            if (outcome is null)
            {
                return failure;
            }

            outcomes.Add((arm.Name, outcome));
        }

        TellEnd(ReportOf(run, outcomes), folder);
        return null;
    }

    private async Task<(RunOutcome? Outcome, Failure? Failure)> RunAsync(
        Arm arm, string folder, CancellationToken cancellationToken)
    {
        foreach (var (path, list) in arm.Data)
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(list, ContractJson.Options));
        }

        var started = context.Clock.GetTimestamp();
        var secondsPath = Path.Combine(folder, "seconds", $"{arm.Run.Metadata.Name}.json");
        await using var taken = await RunFolder.TakeAsync(StoreOf(arm.Run), arm.Run, arguments.IsFresh, cancellationToken);
        if (taken.IsNew && File.Exists(secondsPath))
        {
            File.Delete(secondsPath); // of a run that is no more
        }

        if (taken.State is not { Phase: RunPhase.Complete })
        {
            var hosted = new HostedRun(taken, arguments.Settings, arguments.Output, arguments.Command, context);
            var (progress, failure) = await hosted.GoOnAsync(cancellationToken);
            if (progress is null)
            {
                return (null, failure);
            }

            if (taken.IsNew)
            {
                new ArmSeconds(context.Clock.GetElapsedTime(started).TotalSeconds, progress.TrainingTime.TotalSeconds).Write(secondsPath);
            }
        }

        var result = await RunResult.ReadAsync(taken.Store, cancellationToken);
        var effort = await TrainingEffort.ReadAsync(taken.Store, cancellationToken);
        return (RunOutcome.Of(result, effort, ArmSeconds.Find(secondsPath)), null);
    }

    private ComparisonReport ReportOf(FederatedRun run, IReadOnlyList<(string Arm, RunOutcome Outcome)> outcomes)
    {
        var byArm = outcomes.GroupBy(found => found.Arm, found => found.Outcome).ToArray();
        return new(
            run.Metadata.Name,
            arguments.Command,
            [ArmResult.StartOf([.. byArm[0]]), .. byArm.Select(arm => ArmResult.Of(arm.Key, [.. arm]))]);
    }

    private void TellBeginning(Arm arm, int number, int count)
    {
        var store = StoreOf(arm.Run);
        _output.WriteLine(arguments.IsJson
            ? JsonLine.Of(new { Event = "armStarted", Arm = arm.Name, arm.Run.Metadata.Name, Number = number, Count = count, Folder = store })
            : $"run {number} of {count}, {arm.Name}: {arm.Run.Metadata.Name} in {store}");
    }

    private void TellEnd(ComparisonReport report, string folder)
    {
        report.Write(folder);
        if (arguments.IsJson)
        {
            _output.WriteLine(JsonLine.Of(new { Event = "compared", report.Name, report.Command, report.Arms, Folder = folder }));
            return;
        }

        PlainTable.Write(ComparisonRows.Header(report.Arms), leftAligned: 1, ComparisonRows.Of(report.Arms), _output);
        _output.WriteLine($"{folder} holds {ComparisonReport.JsonName}, {ComparisonReport.MarkdownName}");
    }

    private static string StoreOf(FederatedRun run) =>
        LocalAddress.ToPath(run.Spec.Checkpoint.StorageUri, "/")!; // the rules refuse every other scheme
}
