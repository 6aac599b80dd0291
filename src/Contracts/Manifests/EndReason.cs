namespace FedK8s.Contracts.Manifests;

/// <summary>Why a run is complete.</summary>
public enum EndReason
{
    /// <summary><c>rounds.max</c> rounds are committed.</summary>
    RoundsCommitted,

    /// <summary><c>evaluation.earlyStopping.target</c> was reached.</summary>
    TargetReached,

    /// <summary>The best measurement is <c>evaluation.earlyStopping.patience</c> measurements old.</summary>
    PatienceExhausted,
}
