using System.CommandLine;
using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Results;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Commands;

/// <summary><c>fedk8s run FILE</c>: a whole federated run in this process.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A FederatedRun manifest." };

    private static readonly Option<string?> Store = new("--store")
    {
        Description = "The run's folder, instead of spec.checkpoint.storageUri.",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Parallel = new("--parallel")
    {
        Description = "Clients that train at a time, at least 1; each takes a model's memory. The result is the same.",
        HelpName = "N",
    };

    private static readonly Option<DeviceKind?> Device = new("--device")
    {
        Description = "Where to train, instead of spec.localTraining.device.",
        HelpName = "auto|cpu|cuda",
    };

    private static readonly Option<bool> Fresh = new("--fresh")
    {
        Description = "Remove the run that the folder holds, and nothing else, and start from the base model.",
    };

    public static string[] Examples { get; } =
    [
        "fedk8s run run.yaml                      run it here; Ctrl-C stops, the same command goes on",
        "fedk8s run run.yaml --store /tmp/try     keep the checkpoints somewhere else",
        "fedk8s run run.yaml --parallel 2         two clients at a time",
        "fedk8s run run.yaml --output json        for programs, a JSON object a line",
    ];

    public static Command Create(Terminal terminal, TimeProvider clock)
    {
        var command = new Command("run", "Run a manifest in this process, or go on where it was stopped.")
        {
            File, Store, Parallel, Device, Fresh,
        };
        Parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--parallel wants a whole number from 1.");
            }
        });
        command.SetBody(terminal, (arguments, cancellationToken) => RunAsync(arguments, terminal, clock, cancellationToken));
        return command;
    }

    private static async Task<Failure?> RunAsync(
        ParseResult arguments, Terminal terminal, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var file = arguments.GetRequiredValue(File);
        var json = SharedOptions.IsJson(arguments);
        var manifest = ManifestReader.Read(file, arguments.GetValue(Store));
        if (manifest.Problems.Count > 0 || manifest.Run is not { } run)
        {
            return ManifestReport.Write(file, manifest.Problems, terminal, json);
        }

        var story = new RunStory(file, arguments.GetValue(Store), json, terminal);
        if (run.Spec.Suspend)
        {
            story.TellSuspended();
            return null;
        }

        var path = LocalAddress.ToPath(run.Spec.Checkpoint.StorageUri, "/")!; // the rules refuse every other scheme
        await using var folder = await RunFolder.TakeAsync(path, run, arguments.GetValue(Fresh), cancellationToken);
        story.TellBeginning(folder, manifest.NotApplying);
        try
        {
            var settings = new LocalSettings { Parallel = arguments.GetValue(Parallel), Device = arguments.GetValue(Device) };
            var view = ProgressViews.Create(arguments.GetValue(SharedOptions.Output), folder, terminal, clock);
            var (state, progress) = await RunAsync(folder, settings, view, clock, cancellationToken);
            if (state.Phase == RunPhase.Failed)
            {
                return Failure.FromCode(state.Code, state.Message);
            }

            var result = await RunResult.ReadAsync(folder.Store, cancellationToken);
            story.TellEnd(result!, folder, clock.GetElapsedTime(started), progress.TrainingTime); // this process holds the run
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptedAsync(folder, story);
        }
        catch
        {
            await folder.WithdrawAsync();
            throw;
        }
    }

    private static async Task<(RunState State, RunProgress Progress)> RunAsync(
        RunFolder folder, LocalSettings settings, IProgressView view, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using (view)
        {
            return await LocalHost.RunAsync(folder, settings, view, clock, cancellationToken);
        }
    }

    private static async Task<Failure> InterruptedAsync(RunFolder folder, RunStory story)
    {
        var state = await folder.Store.FindStateAsync(CancellationToken.None);
        var committed = state?.Value.Committed.Value ?? 0;
        await folder.WithdrawAsync();
        return new(
            ExitCodes.Interrupted,
            committed == 0
                ? $"stopped before round 1 was committed, nothing is left behind; start again with {story.Command}"
                : $"stopped, {committed} of {folder.Document.Run.Spec.Rounds.Max} rounds are committed; go on with {story.Command}");
    }
}
