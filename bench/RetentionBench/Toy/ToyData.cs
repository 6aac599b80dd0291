using System.Globalization;
using FedK8s.Cli.Samples;
using FedK8s.Core.Determinism;

namespace FedK8s.RetentionBench.Toy;

/// <summary>Writes the toy's data files, always the same bytes for the same seed.</summary>
internal static class ToyData
{
    private const long Seed = 2506_05977;
    private const int GeneralExamples = 100;
    private const int ValidationExamples = 200;
    private const int TestExamples = 500;

    /// <summary>The examples that the base model learns from: every general task, on both domains.</summary>
    public static void WritePretraining(string path, int count)
    {
        var random = new SeededRandom(Seeds.Derive(Seed, "pretraining"));
        ToyTask[] tasks = [.. ToyTasks.General];
        Write(path, count, () => random.Any<ToyTask>(tasks).Draw(random, random.Any<string>(Domains)));
    }

    /// <summary>A general task's test set; it is the same in every trial.</summary>
    public static void WriteGeneral(string path, ToyTask task) => WriteFixed(path, "general", task, ToyTasks.Domain, GeneralExamples);

    /// <summary>What learning rates are chosen on.</summary>
    public static void WriteValidation(string path, ToyTask task, string domain) =>
        WriteFixed(path, "validation", task, domain, ValidationExamples);

    /// <summary>What downstream accuracy is measured on.</summary>
    public static void WriteTest(string path, ToyTask task, string domain) => WriteFixed(path, "test", task, domain, TestExamples);

    /// <summary>Draws a downstream task's training examples and deals them to clients.</summary>
    /// <param name="task">The task.</param>
    /// <param name="domain">Its symbols.</param>
    /// <param name="examples">Of all clients together.</param>
    /// <param name="clients">At least 1.</param>
    /// <param name="alpha">See <see cref="LabelSplit.Deal"/>.</param>
    /// <param name="seed">The trial's.</param>
    public static IReadOnlyList<IReadOnlyList<ToyExample>> Clients(
        ToyTask task, string domain, int examples, int clients, double? alpha, long seed)
    {
        var random = new SeededRandom(Seeds.Derive(seed, "clients", task.Name));
        ToyExample[] all = [.. Enumerable.Range(0, examples).Select(_ => task.Draw(random, domain))];
        int[] labels = [.. all.Select(example => int.Parse(example.Completion, CultureInfo.InvariantCulture))];
        return [.. LabelSplit.Deal(labels, clients, alpha, random).Select(part => part.Select(index => all[index]).ToArray())];
    }

    private static string[] Domains => [ToyTasks.Domain, ToyTasks.OtherDomain];

    private static void WriteFixed(string path, string purpose, ToyTask task, string domain, int count)
    {
        var random = new SeededRandom(Seeds.Derive(Seed, purpose, task.Name, domain));
        Write(path, count, () => task.Draw(random, domain));
    }

    private static void Write(string path, int count, Func<ToyExample> draw) =>
        SampleLines.Write(path, Enumerable.Range(0, count).Select(_ => draw()));
}
