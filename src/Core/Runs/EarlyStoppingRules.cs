using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for <c>spec.evaluation.earlyStopping</c>.</summary>
internal static class EarlyStoppingRules
{
    private const string Path = "spec.evaluation.earlyStopping";

    public static void Check(EvaluationSpec evaluation, SpecProblems problems)
    {
        if (evaluation.EarlyStopping is not { } stopping)
        {
            return;
        }

        if (evaluation.Tasks.All(task => task.Name != stopping.Task))
        {
            problems.Add(
                $"{Path}.task",
                SpecProblems.Quoted(stopping.Task),
                "the name of one of spec.evaluation.tasks",
                "name a task that is measured, or add it");
        }

        if (stopping is { Target: null, Patience: null })
        {
            problems.Add(Path, "neither target nor patience", "at least one of the two", "add target or patience, or remove earlyStopping");
        }

        if (stopping.Target is { } target)
        {
            problems.NotNegative($"{Path}.target", target);
        }

        if (stopping.Patience is { } patience)
        {
            problems.AtLeast($"{Path}.patience", patience, 1);
        }

        problems.NotNegative($"{Path}.minDelta", stopping.MinDelta);
    }
}
