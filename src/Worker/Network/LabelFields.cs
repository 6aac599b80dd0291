using System.Globalization;
using System.Text.Json.Nodes;

namespace FedK8s.Worker.Network;

/// <summary>The labels of a classifier as config.json holds them: <c>id2label</c> with its inverse and their number.</summary>
internal static class LabelFields
{
    /// <summary>What <c>problem_type</c> says where each text has one label.</summary>
    public const string ProblemType = "single_label_classification";

    /// <summary>What Hugging Face takes where a classifier's file has no labels: it leaves these out.</summary>
    public static readonly IReadOnlyList<string> Defaults = DefaultsOf(2);

    private const string ById = "id2label";

    /// <summary>
    /// The labels in the order of their ids; empty where the file has none. A problem is noted where the ids are not
    /// 0, 1, 2 and so on, or two labels are alike.
    /// </summary>
    public static IReadOnlyList<string> Read(ConfigFields fields)
    {
        if (fields.IsNull(ById))
        {
            return [];
        }

        var pairs = fields.Config[ById] as JsonObject ?? [];
        var labels = Enumerable.Range(0, pairs.Count)
            .Select(id => pairs[id.ToString(CultureInfo.InvariantCulture)] is JsonValue value
                && value.TryGetValue<string>(out var label) ? label : "")
            .ToArray();
        var isRight = labels.Length > 0 && labels.All(label => label.Length > 0)
            && labels.Distinct(StringComparer.Ordinal).Count() == labels.Length;
        fields.Require(isRight, ById, "an object with the labels of \"0\", \"1\" and so on, none of them twice");
        return isRight ? labels : [];
    }

    /// <summary>What Hugging Face calls labels of which it knows the number alone.</summary>
    public static IReadOnlyList<string> DefaultsOf(int count) => [.. Enumerable.Range(0, count).Select(id => $"LABEL_{id}")];

    /// <summary>Writes the labels into a configuration.</summary>
    public static void Write(JsonObject config, IReadOnlyList<string> labels)
    {
        var (byId, byLabel) = (new JsonObject(), new JsonObject());
        foreach (var (id, label) in labels.Index())
        {
            byId[id.ToString(CultureInfo.InvariantCulture)] = label;
            byLabel[label] = id;
        }

        config[ById] = byId;
        config["label2id"] = byLabel;
        config["num_labels"] = labels.Count;
        config["problem_type"] = ProblemType;
    }
}
