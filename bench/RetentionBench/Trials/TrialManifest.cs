using System.Globalization;
using System.Text;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Costs;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Trials;

/// <summary>A trial as the manifest that a user would write for it.</summary>
internal static class TrialManifest
{
    /// <summary>The file that clients' examples are in, below the trial's folder.</summary>
    public static string ClientFile(string folder, int client) => Path.Combine(folder, "data", ClientName(client) + ".jsonl");

    /// <summary>The name of a client, from 1.</summary>
    public static string ClientName(int client) => string.Create(CultureInfo.InvariantCulture, $"client-{client:D2}");

    /// <summary>The manifest's text.</summary>
    /// <param name="trial">What is wanted.</param>
    /// <param name="model">The base model's folder.</param>
    /// <param name="folder">Holds the clients' data; the run's store goes there.</param>
    /// <param name="tasks">Evaluation tasks: name, kind, file.</param>
    public static string Text(
        Trial trial, string model, string folder, IEnumerable<(string Name, string Kind, string Path)> tasks)
    {
        var text = new StringBuilder()
            .AppendLine("apiVersion: fedk8s.io/v1alpha1")
            .AppendLine("kind: FederatedRun")
            .AppendLine("metadata: {name: trial}")
            .AppendLine("spec:")
            .AppendLine(Line($"  model: {{storageUri: '{FileAddress.Of(model)}'}}"))
            .AppendLine("  task: {kind: CausalLM, maxSequenceLength: 16}")
            .AppendLine(Line($"  method: {trial.Arm.Method}"));
        AppendField(text, "retentionGuard", trial.Arm.Guard);
        AppendField(text, "aggregation", trial.Arm.Aggregation);
        AppendTraining(text, trial);
        text.AppendLine(Line($"  rounds: {{max: {trial.Protocol.Rounds}, clientFraction: {trial.Setting.Fraction}}}"))
            .AppendLine(Line($"  evaluation:\n    everyRounds: {trial.Protocol.EveryRounds}\n    tasks:"));
        foreach (var (name, kind, path) in tasks)
        {
            text.AppendLine(Line($"    - {{name: {name}, kind: {kind}, data: {{storageUri: '{FileAddress.Of(path)}'}}}}"));
        }

        text.AppendLine(Line($"  checkpoint: {{storageUri: '{FileAddress.Of(Path.Combine(folder, "run"))}'}}"))
            .AppendLine("  clients:");
        foreach (var client in Enumerable.Range(1, trial.Setting.Clients))
        {
            var data = FileAddress.Of(ClientFile(folder, client));
            var capability = trial.Arm.KnowsDevices ? Capability(DeviceClass.Of(client - 1, trial.Setting.Clients)) : "";
            text.AppendLine(Line($"  - {{name: {ClientName(client)}, data: {{storageUri: '{data}'}}{capability}}}"));
        }

        return text.ToString();
    }

    // Measured, all clients would be as fast as each other, for they are one machine.
    private static string Capability(DeviceClass device)
    {
        var seconds = RoundCost.ExpandedStepSeconds(ToyModel.Layers, device);
        var speed = device.MegabitPerSecond;
        return Line($", capability: {{stepSeconds: {seconds}, uploadMbitPerSecond: {speed}, downloadMbitPerSecond: {speed}}}");
    }

    // A pass has at least one step, so that as many passes as steps are enough steps for every client.
    private static void AppendTraining(StringBuilder text, Trial trial)
    {
        var steps = trial.Setting.IsCentralised ? trial.Protocol.Steps * Settings.Common.Clients : trial.Protocol.Steps;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["epochs"] = steps.ToString(CultureInfo.InvariantCulture),
            ["maxSteps"] = steps.ToString(CultureInfo.InvariantCulture),
            ["batchSize"] = trial.Protocol.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["learningRate"] = trial.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["seed"] = trial.Seed.ToString(CultureInfo.InvariantCulture),
            ["device"] = "Cpu",
        };
        foreach (var (name, value) in trial.Arm.Training)
        {
            fields[name] = value;
        }

        text.AppendLine("  localTraining:");
        foreach (var (name, value) in fields)
        {
            text.AppendLine(Line($"    {name}: {value}"));
        }
    }

    private static void AppendField(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.AppendLine(Line($"  {name}: {value}"));
        }
    }

    private static string Line(FormattableString line) => FormattableString.Invariant(line);
}
