using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Determinism;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Training.Retention;

/// <summary>One client's retention guard: what it compares the tuned model with its base on, and when.</summary>
/// <param name="Spec">How hard and how often.</param>
/// <param name="Examples">On what.</param>
internal sealed record LocalGuard(RetentionGuardSpec Spec, IGuardExamples Examples)
{
    /// <summary>The guard that a valid spec describes; null where it describes none.</summary>
    /// <param name="spec">The run's.</param>
    /// <param name="client">Whose guard it is.</param>
    /// <param name="examples">The client's train split, at least one example.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="limit">Tokens of an example at most.</param>
    /// <exception cref="RunFailedException">The tokenizer has no token for an instruction (FK9001).</exception>
    public static LocalGuard? Of(
        FederatedRunSpec spec, ClientId client, IReadOnlyList<EncodedExample> examples, ITokenizer tokenizer, int limit) =>
        spec.RetentionGuard is { } guard
            ? new(guard, guard.Inputs switch
            {
                GuardInputs.Own => new OwnExamples(examples, Instructions(guard, tokenizer), new(tokenizer), limit),
                GuardInputs.Random => new RandomExamples(new(tokenizer)),
                GuardInputs.Sampled => new SampledExamples(examples, tokenizer, spec.LocalTraining.Seed, client),
                _ => new SameExamples(),
            })
            : null;

    /// <summary>Whether a step is guarded.</summary>
    /// <param name="step">From 0, counted over the run.</param>
    public bool IsDue(long step) => step % Spec.EverySteps == 0;

    /// <summary>What stands beside the task's examples in one step.</summary>
    /// <param name="examples">The task's, in their order.</param>
    /// <param name="random">Of this step alone.</param>
    public EncodedExample[] Beside(EncodedExample[] examples, SeededRandom random) =>
        Array.ConvertAll(examples, example => Examples.Of(example, random));

    private static int[][] Instructions(RetentionGuardSpec guard, ITokenizer tokenizer)
    {
        var encoded = guard.Instructions.Select(tokenizer.Encode).ToArray();
        var empty = Array.FindIndex(encoded, tokens => tokens.Length == 0);
        return empty < 0
            ? encoded
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"spec.retentionGuard.instructions[{empty}]: found \"{guard.Instructions[empty]}\", of which the tokenizer makes no "
                + "token; wanted a text that it can write: change it.");
    }
}
