using System.Globalization;
using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.RetentionBench.Reports;
using FedK8s.RetentionBench.Running;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

// First the repository and the commit, then the options that --help lists. The program starts itself again for every trial.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [ChildProcess.Trial or ChildProcess.Base, var root])
{
    return await ChildProcess.ServeAsync(args[0], root);
}

var (options, problem) = Options.Read(args.AsSpan(2));
if (problem is not null)
{
    Console.Error.WriteLine($"error: {problem}");
    return 1;
}

if (options.IsHelp)
{
    Console.WriteLine(Options.Help);
    return 0;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stopping.Cancel();
};
var folder = new BenchFolder(options.To ?? Path.Combine(args[0], "artifacts", "retention"));
if (options is { IsQuick: true, Corpus: not null })
{
    Console.Error.WriteLine("error: --quick has no corpus; leave one of them out");
    return 1;
}

var plan = new StudyPlan(
    options.IsQuick, options.Only, options.In, options.Seeds, options.Corpus);
if (options.Known is { } known)
{
    try
    {
        Console.WriteLine($"{known}: {new TrialStore(folder).Take(known)} trials taken over");
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
    {
        Console.Error.WriteLine($"error: --known: {known}: found {exception.Message} Wanted the results.json of a report.");
        return 1;
    }
}

var run = new StudyRun(plan, folder, options.Parallel, Console.Out);
if (options.IsList)
{
    StudyList.Tell(plan, run, folder, Console.Out);
    return 0;
}

try
{
    if (await FindBaseAsync() is not { } baseModel)
    {
        return 1;
    }

    if (!options.IsReport)
    {
        await run.RunAsync(stopping.Token);
    }

    var command = string.Join(' ', ["bench/retention", .. args[2..], $" # commit {args[1]}"]);
    var name = options.Corpus is null ? options.IsQuick ? "report-quick" : "report" : $"report-{plan.Common.Name}";
    new StudyReport(command).Tell(run.Gather(baseModel), Path.Combine(folder.Root, name), Console.Out);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped; the same command goes on");
    return 130;
}

async Task<BaseModel?> FindBaseAsync()
{
    if (options is { Corpus: not null, From: { } source })
    {
        try
        {
            new CorpusBase(folder).Write(source);
        }
        catch (RunFailedException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            return null;
        }
    }

    if (options.Corpus is not null)
    {
        var corpora = new CorpusBase(folder).Find();
        if (corpora is null)
        {
            Console.Error.WriteLine("error: --corpus: the third parties' files are not here yet; name their folder with --from");
        }

        return corpora;
    }

    var made = new BaseRun(folder).Find();
    if (made is null && !options.IsReport)
    {
        Console.WriteLine("base model: made once, about two minutes");
        await ChildProcess.MakeBaseAsync(folder.Root, stopping.Token);
        made = new BaseRun(folder).Find();
    }

    if (made is null)
    {
        Console.Error.WriteLine("error: there is no base model; start without --report, or see above why it could not be made");
    }

    return made;
}
