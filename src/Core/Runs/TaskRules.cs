using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for <c>spec.task</c>.</summary>
internal static class TaskRules
{
    private const string Path = "spec.task";

    public static void Check(TaskSpec task, SpecProblems problems)
    {
        if (task.Kind is not (TaskKind.CausalLM or TaskKind.SequenceClassification))
        {
            problems.Add(
                $"{Path}.kind",
                $"{task.Kind}, which is not in this version",
                $"{nameof(TaskKind.CausalLM)} or {nameof(TaskKind.SequenceClassification)}",
                "write one of the two, or wait for a later version");
        }

        CheckLabels(task, problems);
        if (task.MaxSequenceLength is < 0 or 1)
        {
            problems.Add(
                $"{Path}.maxSequenceLength",
                $"{task.MaxSequenceLength}",
                "a whole number from 2, or 0 for the model's own limit",
                "write for example 128");
        }
    }

    private static void CheckLabels(TaskSpec task, SpecProblems problems)
    {
        if (task.Labels.Count > 0 && task.Kind != TaskKind.SequenceClassification)
        {
            problems.Add(
                $"{Path}.labels",
                $"labels, with kind {task.Kind}",
                $"labels with {nameof(TaskKind.SequenceClassification)} only",
                "remove them or change the kind");
        }

        if (task.Labels.Count == 1)
        {
            problems.Add($"{Path}.labels", "one label", "at least two", "name the others, or none for the model's own");
        }

        foreach (var (index, label) in task.Labels.Index())
        {
            if (string.IsNullOrWhiteSpace(label))
            {
                problems.Add($"{Path}.labels[{index}]", SpecProblems.Quoted(label), "a name", "name the label");
            }
        }

        problems.Unique(task.Labels.Index().Select(label => ($"{Path}.labels[{label.Index}]", label.Item)), "labels");
    }
}
