namespace FedK8s.RetentionBench.Arms;

/// <summary>In which settings an arm runs.</summary>
[Flags]
internal enum Study
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>The common setting.</summary>
    Main = 1,

    /// <summary>The common setting of the quick form, too.</summary>
    Quick = 2,

    /// <summary>Centralised, alike, and three degrees of heterogeneity.</summary>
    Heterogeneity = 4,

    /// <summary>Downstream inputs that share no symbol with the general ones.</summary>
    Disjoint = 8,

    /// <summary>More clients, and half of the clients a round.</summary>
    Participation = 16,

    /// <summary>One downstream task after the other.</summary>
    Sequence = 32,

    /// <summary>A fleet of the slowest devices alone.</summary>
    SlowDevices = 128,

    /// <summary>The corpora, on a third party's model.</summary>
    Corpora = 64,
}
