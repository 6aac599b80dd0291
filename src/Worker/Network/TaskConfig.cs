using System.Text.Json.Nodes;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Network;

/// <summary>A model's configuration as a task wants it.</summary>
/// <param name="Config">The content of config.json; its architecture is one with the task's head.</param>
/// <param name="HasNewHead">Whether the checkpoint's own head, if there is one, does not serve.</param>
internal sealed record TaskConfig(JsonObject Config, bool HasNewHead)
{
    private const string Architectures = "architectures";

    // The body of every architecture here is the classifier's; what differs is the head.
    private static readonly Dictionary<string, string> Classifiers = new(StringComparer.Ordinal)
    {
        ["BertModel"] = "BertForSequenceClassification",
        ["BertForPreTraining"] = "BertForSequenceClassification",
        ["BertForMaskedLM"] = "BertForSequenceClassification",
        ["BertForSequenceClassification"] = "BertForSequenceClassification",
        ["RobertaModel"] = "RobertaForSequenceClassification",
        ["RobertaForMaskedLM"] = "RobertaForSequenceClassification",
        ["RobertaForSequenceClassification"] = "RobertaForSequenceClassification",
    };

    /// <summary>Chooses the head.</summary>
    /// <param name="config">The content of config.json; not changed.</param>
    /// <param name="location">Where it was read; for messages.</param>
    /// <param name="task">What the run wants; null for the checkpoint's own head.</param>
    /// <exception cref="RunFailedException">
    /// FK3004: the architecture cannot do the task; FK9001: nobody names the labels.
    /// </exception>
    public static TaskConfig For(JsonObject config, string location, ModelTask? task)
    {
        if (task is null)
        {
            return new(config, HasNewHead: false);
        }

        var architecture = ModelFamilies.ArchitectureOf(config);
        var classifier = architecture is null ? null : Classifiers.GetValueOrDefault(architecture);
        return (task.Kind == TaskKind.SequenceClassification, classifier) switch
        {
            (true, { } name) => ForClassification(config, location, name, architecture == name, task.Labels),
            (true, null) => throw Unfit(config, location, task.Kind, string.Join(", ", Classifiers.Keys)),
            (false, { }) => throw Unfit(config, location, task.Kind, "a decoder, for example LlamaForCausalLM"),
            _ => new(config, HasNewHead: false),
        };
    }

    // Labels that are the model's own, in whatever order, mean its own head with its own order.
    private static TaskConfig ForClassification(
        JsonObject config, string location, string classifier, bool isClassifier, IReadOnlyList<string> asked)
    {
        var fields = new ConfigFields(config);
        var named = LabelFields.Read(fields);
        fields.ThrowIfAny(location);
        var own = named.Count == 0 && isClassifier ? LabelFields.Defaults : named;
        var keepsOwn = own.Count > 0 && (asked.Count == 0 || own.ToHashSet(StringComparer.Ordinal).SetEquals(asked));
        var labels = keepsOwn ? own : asked;
        if (labels.Count == 0)
        {
            throw new RunFailedException(ExitCodes.InvalidManifest,
                $"{location}: found no id2label, and spec.task.labels is empty; wanted the labels in one of the two; " +
                "name them in spec.task.labels.");
        }

        var chosen = config.DeepClone().AsObject();
        chosen[Architectures] = new JsonArray(classifier);
        LabelFields.Write(chosen, labels);
        return new(chosen, HasNewHead: !(isClassifier && keepsOwn));
    }

    private static RunFailedException Unfit(JsonObject config, string location, TaskKind kind, string wanted) => new(
        ExitCodes.UnsupportedModel,
        $"{location}: architectures is {config[Architectures]?.ToJsonString() ?? "missing"}, which the task {kind} " +
        $"has no use for; wanted {wanted}; choose another base model or task.");
}
