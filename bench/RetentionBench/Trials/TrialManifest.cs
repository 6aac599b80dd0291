using System.Globalization;
using System.Text;
using FedK8s.Core.Files;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>A trial as the manifest that a user would write for it.</summary>
internal static class TrialManifest
{
    /// <summary>The name of a client, from 1.</summary>
    public static string ClientName(int client) => string.Create(CultureInfo.InvariantCulture, $"client-{client:D2}");

    /// <summary>The manifest's text.</summary>
    /// <param name="trial">What is wanted.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="folder">The run's store goes there.</param>
    public static string Text(Trial trial, TrialInputs inputs, string folder)
    {
        var text = new StringBuilder()
            .AppendLine("apiVersion: fedk8s.io/v1alpha1")
            .AppendLine("kind: FederatedRun")
            .AppendLine("metadata: {name: trial}")
            .AppendLine("spec:")
            .AppendLine(Line($"  model: {{storageUri: '{FileAddress.Of(inputs.Model)}'}}"))
            .AppendLine(Line($"  task: {{kind: CausalLM, maxSequenceLength: {inputs.MaxSequenceLength}}}"))
            .AppendLine(Line($"  method: {trial.Arm.Method}"));
        AppendField(text, "retentionGuard", trial.Arm.Guard);
        AppendField(text, "aggregation", trial.Arm.Aggregation);
        AppendTraining(text, trial);
        text.AppendLine(Line($"  rounds: {{max: {trial.Protocol.Rounds}, clientFraction: {trial.Setting.Fraction}}}"))
            .AppendLine(Line($"  evaluation:\n    everyRounds: {trial.Protocol.EveryRounds}"));
        if (trial.Protocol.Enough is { } enough)
        {
            text.AppendLine(Line($"    earlyStopping: {{task: {TrialInputs.Validation}, target: {enough}}}"));
        }

        text.AppendLine("    tasks:");
        foreach (var (name, kind, path) in inputs.Tasks)
        {
            text.AppendLine(Line($"    - {{name: {name}, kind: {kind}, data: {{storageUri: '{FileAddress.Of(path)}'}}}}"));
        }

        text.AppendLine(Line($"  checkpoint: {{storageUri: '{FileAddress.Of(Path.Combine(folder, "run"))}'}}"))
            .AppendLine("  clients:");
        foreach (var (client, (path, device)) in inputs.Clients.Zip(trial.Setting.Fleet).Index())
        {
            var capability = trial.Arm.KnowsDevices ? Capability(trial.Setting.Shape, device) : "";
            var data = FileAddress.Of(path);
            text.AppendLine(Line($"  - {{name: {ClientName(client + 1)}, data: {{storageUri: '{data}'}}{capability}}}"));
        }

        return text.ToString();
    }

    // Measured, all clients would be as fast as each other, for they are one machine.
    private static string Capability(ModelShape shape, DeviceClass device)
    {
        var seconds = RoundCost.ExpandedStepSeconds(shape.Layers, device);
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
