namespace FedK8s.Contracts.Spec;

/// <summary>What each client does in a round.</summary>
public sealed record LocalTrainingSpec
{
    /// <summary>Passes over the client's train split, at least 1. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Upper bound on optimiser steps per round; 0 (the default) for none.</summary>
    public int MaxSteps { get; init; }

    /// <summary>Examples per forward pass, at least 1. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Forward passes per optimiser step, at least 1. Default 1.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// Whether each layer runs again in the backward pass instead of keeping what it computed: much less memory for about a
    /// third more time, the same numbers. Default false.
    /// </summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>Above 0, at most 1e6. Default 5e-5.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Default AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Decoupled weight decay of AdamW, L2 of SGD; from 0. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Momentum of SGD, from 0 to below 1. Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Default Constant.</summary>
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Constant;

    /// <summary>Optimiser steps, counted over the run, in which the learning rate rises linearly from 0. Default 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Global gradient norm above which gradients are scaled down; 0 turns it off. Default 1.</summary>
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>FedProx (arXiv:1812.06127, eq. 2): weight of mu/2 |w - w_t|^2; from 0. Default 0.</summary>
    public double ProximalMu { get; init; }

    /// <summary>
    /// L2-SP (arXiv:1802.01483, eq. 3): weight of lambda/2 |w - w_0|^2, w_0 being what the run starts from: the base model's
    /// weights, or of weights that the method or a new head adds their start values; from 0. Default 0.
    /// </summary>
    public double L2Sp { get; init; }

    /// <summary>Default Auto.</summary>
    public PrecisionKind Precision { get; init; } = PrecisionKind.Auto;

    /// <summary>Default Auto.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Auto;

    /// <summary>Every random choice of the run follows from it. Default 42.</summary>
    public long Seed { get; init; } = 42;
}
