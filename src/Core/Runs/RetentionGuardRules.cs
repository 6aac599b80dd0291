using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for <c>spec.retentionGuard</c>: its ranges, and inputs that the task has.</summary>
internal static class RetentionGuardRules
{
    private const string Path = "spec.retentionGuard";

    public static void Check(FederatedRunSpec spec, SpecProblems problems)
    {
        if (spec.RetentionGuard is not { } guard)
        {
            return;
        }

        problems.Positive($"{Path}.weight", guard.Weight, "1");
        CheckInputs(guard.Inputs, spec.Task.Kind, problems);
        CheckInstructions(guard, problems);
        problems.AtLeast($"{Path}.everySteps", guard.EverySteps, 1);
        problems.Positive($"{Path}.temperature", guard.Temperature, "1");
    }

    private static void CheckInputs(GuardInputs inputs, TaskKind task, SpecProblems problems)
    {
        if (inputs == GuardInputs.Sampled && task != TaskKind.CausalLM)
        {
            problems.Add(
                $"{Path}.inputs",
                $"{inputs}, with task kind {task}",
                $"{inputs} with {nameof(TaskKind.CausalLM)} only, whose base model can write",
                $"write for example {nameof(GuardInputs.Own)}");
        }
    }

    private static void CheckInstructions(RetentionGuardSpec guard, SpecProblems problems)
    {
        if (guard.Instructions.Count > 0 && guard.Inputs != GuardInputs.Own)
        {
            problems.Add(
                $"{Path}.instructions",
                $"instructions, with inputs {guard.Inputs}",
                $"instructions with inputs {nameof(GuardInputs.Own)} only",
                "remove them or change the inputs");
        }

        foreach (var (index, instruction) in guard.Instructions.Index())
        {
            if (instruction.Length == 0)
            {
                problems.Add($"{Path}.instructions[{index}]", SpecProblems.Quoted(instruction), "a text", "write an instruction");
            }
        }
    }
}
