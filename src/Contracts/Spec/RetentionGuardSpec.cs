namespace FedK8s.Contracts.Spec;

/// <summary>
/// Holds on to the base model: in a local step the loss has, beside the task, weight * T^2 KL(base || tuned) on inputs that are not
/// the task's. The base is what every client holds already, with the method's change switched off.
/// </summary>
public sealed record RetentionGuardSpec
{
    /// <summary>Above 0. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Default Own.</summary>
    public GuardInputs Inputs { get; init; } = GuardInputs.Own;

    /// <summary>
    /// Of <see cref="GuardInputs.Own"/>: texts that take the place of what the client's prompts begin with in common; empty (the
    /// default) for random tokens.
    /// </summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Optimiser steps from one with the guard to the next, at least 1. Default 1: every step.</summary>
    public int EverySteps { get; init; } = 1;

    /// <summary>T, above 0. Default 1.</summary>
    public double Temperature { get; init; } = 1;
}
