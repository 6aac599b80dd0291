using FedK8s.Cli.Local;
using FedK8s.Cli.Manifests;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using FedK8s.Cli.Results;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Commands;

/// <summary>What <c>fedk8s run</c> says before and after its progress.</summary>
internal sealed class RunStory(RunArguments arguments, Terminal terminal)
{
    private readonly TextWriter _output = terminal.Output;

    /// <summary>The command that goes on with this run.</summary>
    public string Command => $"fedk8s run {Target}";

    private string Target =>
        arguments.Store is null ? ShellWord.Of(arguments.File) : $"{ShellWord.Of(arguments.File)} --store {ShellWord.Of(arguments.Store)}";

    public void TellSuspended()
    {
        if (arguments.IsJson)
        {
            _output.WriteLine(JsonLine.Of(new { Event = "suspended", File = arguments.File }));
            return;
        }

        _output.WriteLine($"{arguments.File} is suspended: spec.suspend is true. Set it to false to run.");
    }

    public void TellBeginning(RunFolder folder, IReadOnlyList<string> notApplying)
    {
        var run = folder.Document.Run;
        var committed = folder.State?.Committed.Value ?? 0;
        if (arguments.IsJson)
        {
            _output.WriteLine(JsonLine.Of(new
            {
                Event = "started",
                folder.Document.RunId,
                run.Metadata.Name,
                Method = MethodName.Of(run.Spec.Method),
                Rounds = run.Spec.Rounds.Max,
                Committed = committed,
                Clients = run.Spec.Clients.Select(client => client.Name),
                Folder = folder.Path,
                NotApplying = notApplying,
            }));
            return;
        }

        _output.WriteLine(
            $"{run.Metadata.Name}: {MethodName.Of(run.Spec.Method)}, {Words.Count(run.Spec.Clients.Count, "client")}, "
            + $"{Words.Count(run.Spec.Rounds.Max, "round")}, in {folder.Path}");
        ManifestReport.WriteNotApplying(notApplying, terminal);
        if (folder.State is { Phase: RunPhase.Complete })
        {
            _output.WriteLine("already complete; this is what it reached:");
        }
        else if (!folder.IsNew)
        {
            _output.WriteLine($"going on after round {committed} of {run.Spec.Rounds.Max}");
        }
    }

    public async Task TellEndAsync(
        RunFolder folder, TimeSpan total, TimeSpan training, CancellationToken cancellationToken)
    {
        var result = await RunResult.ReadAsync(folder.Store, cancellationToken);
        if (arguments.IsJson)
        {
            _output.WriteLine(JsonLine.Of(new
            {
                Event = "finished",
                Phase = result.State?.Phase,
                Round = result.Committed,
                result.Rounds,
                Seconds = new
                {
                    Total = total.TotalSeconds,
                    Training = training.TotalSeconds,
                    Other = (total - training).TotalSeconds,
                },
                result.Scores,
                result.Retention,
                Checkpoint = new { result.Files, result.State?.Checkpoint.Sha256 },
                Folder = folder.Path,
            }));
            return;
        }

        ResultTable.Write(result, _output);
        if (folder.State is not { Phase: RunPhase.Complete })
        {
            _output.WriteLine(
                $"{result.Committed} of {result.Rounds} rounds committed in {Words.Time(total)}: "
                + $"{Words.Time(training)} training, {Words.Time(total - training)} everything else");
        }

        foreach (var path in result.Files)
        {
            _output.WriteLine($"checkpoint  {path}");
        }

        _output.WriteLine($"next        fedk8s export {ShellWord.Of(arguments.Store is null ? arguments.File : folder.Path)} --to FOLDER");
    }
}
