using System.Diagnostics;
using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Running;

/// <summary>
/// A trial in a process of its own, so that its peak of memory is its own. The parent writes the trial to the standard input and
/// keeps that open: a child whose parent is gone ends.
/// </summary>
internal static class ChildProcess
{
    public const string Trial = "--trial";
    public const string Base = "--base";

    private const int RefusedExit = 3;

    // Far beyond any trial; a run that waits for clients that will not come is ended by it.
    private static readonly TimeSpan _patience = TimeSpan.FromHours(1);

    /// <summary>Starts this program again for a trial; what became of it.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop; the child is ended.</exception>
    public static Task<ChildOutcome> RunAsync(string root, Trial trial, CancellationToken cancellationToken) =>
        StartAsync([Trial, root], JsonSerializer.Serialize(trial, TrialJson.OneLine), isShown: false, cancellationToken);

    /// <summary>The same for the base model, whose progress is shown.</summary>
    public static Task<ChildOutcome> MakeBaseAsync(string root, CancellationToken cancellationToken) =>
        StartAsync([Base, root], "", isShown: true, cancellationToken);

    /// <summary>The child's side: reads what is wanted, does it, and writes the result.</summary>
    /// <returns>The process's exit number.</returns>
    public static async Task<int> ServeAsync(string verb, string root)
    {
        var wanted = await Console.In.ReadLineAsync();
        _ = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            Environment.Exit(ExitCodes.Interrupted.ProcessExit);
        });
        var folder = new BenchFolder(root);
        var bases = new BaseRun(folder);
        if (verb == Base)
        {
            await bases.MakeAsync(CancellationToken.None);
            return 0;
        }

        var trial = JsonSerializer.Deserialize<Trial>(wanted!, TrialJson.Options)!; // the parent wrote it
        var baseModel = trial.Setting.Corpus is null ? bases.Find() : new CorpusBase(folder).Find();
        return await RunAsync(folder, trial, baseModel ?? throw new InvalidOperationException("There is no base model."));
    }

    private static async Task<int> RunAsync(BenchFolder folder, Trial trial, BaseModel baseModel)
    {
        var (result, refusal) = await ResultAsync(folder, trial, baseModel);
        Directory.Delete(folder.Work(trial.Key()), recursive: true);
        if (result is null)
        {
            Console.WriteLine(refusal);
            return RefusedExit;
        }

        AtomicFile.Write(folder.Result(trial.Key()), JsonSerializer.SerializeToUtf8Bytes(result, TrialJson.Options));
        return 0;
    }

    // A loss that is not finite is a result: the learning rate was too high. Everything else may be this machine's trouble.
    private static async Task<(TrialResult? Result, string? Refusal)> ResultAsync(
        BenchFolder folder, Trial trial, BaseModel baseModel)
    {
        try
        {
            return await new TrialRun(folder, trial, baseModel).RunAsync(CancellationToken.None);
        }
        catch (RunFailedException failure) when (failure.Code == ExitCodes.TrainingDiverged || failure.Code == ExitCodes.QuorumNotMet)
        {
            return (new()
            {
                Trial = trial,
                Failure = failure.Message,
                Evaluations = [],
                TrainableParameters = 0,
                PeakMemoryBytes = 0,
                WallSeconds = 0,
            }, null);
        }
    }

    private static async Task<ChildOutcome> StartAsync(
        string[] arguments, string input, bool isShown, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) // a program has a path
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = !isShown,
            RedirectStandardError = !isShown,
        })!; // not null: no shell
        await process.StandardInput.WriteLineAsync(input);
        await process.StandardInput.FlushAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            var output = isShown ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = isShown ? Task.FromResult("") : process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return OutcomeOf(process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChildOutcome.Failed($"not done in {_patience.TotalMinutes:0} minutes");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ChildOutcome OutcomeOf(int exit, string output, string errors) => exit switch
    {
        0 => new ChildOutcome.Done(),
        RefusedExit => new ChildOutcome.Refused(output),
        _ => new ChildOutcome.Failed(errors.Split('\n')[0] is { Length: > 0 } line ? line : $"ended with {exit}"),
    };
}
