using System.Globalization;
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
var plan = new StudyPlan(options.IsQuick, options.Only, options.Seeds ?? (options.IsQuick ? 2 : 5), BaseRun.Key);
var run = new StudyRun(plan, folder, options.Parallel, Console.Out);
if (options.IsList)
{
    StudyList.Tell(plan, run, folder, Console.Out);
    return 0;
}

try
{
    var baseModel = new BaseRun(folder).Find();
    if (baseModel is null && !options.IsReport)
    {
        Console.WriteLine("base model: made once, about two minutes");
        await ChildProcess.MakeBaseAsync(folder.Root, stopping.Token);
        baseModel = new BaseRun(folder).Find();
    }

    if (baseModel is null)
    {
        Console.Error.WriteLine("error: there is no base model; start without --report, or see above why it could not be made");
        return 1;
    }

    if (!options.IsReport)
    {
        await run.RunAsync(stopping.Token);
    }

    var command = string.Join(' ', ["bench/retention", .. args[2..], $" # commit {args[1]}"]);
    var name = options.IsQuick ? "report-quick" : "report";
    new StudyReport(command).Tell(run.Gather(baseModel), Path.Combine(folder.Root, name), Console.Out);
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped; the same command goes on");
    return 130;
}
