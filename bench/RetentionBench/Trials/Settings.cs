using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Trials;

/// <summary>The settings, and which arms run in them.</summary>
internal static class Settings
{
    /// <summary>Where all arms are compared and learning rates are chosen.</summary>
    public static Setting Common { get; } = new("alpha-1") { Alpha = 1 };

    /// <summary>The same of a corpus.</summary>
    public static Setting CommonOf(Corpus? corpus) => corpus switch
    {
        null => Common,
        Corpora.Corpus.Shakespeare => new("shakespeare") { Corpus = corpus },
        _ => new("clinc150") { Corpus = corpus, Alpha = 1 },
    };

    /// <summary>Data in one place.</summary>
    public static Setting Centralised { get; } = new("centralised") { Clients = 1 };

    /// <summary>From alike to very different.</summary>
    public static IReadOnlyList<Setting> Federated { get; } =
        [new("iid"), new("alpha-10") { Alpha = 10 }, Common, new("alpha-0.1") { Alpha = 0.1 }];

    /// <summary>Downstream inputs of their own.</summary>
    public static Setting Disjoint { get; } = new("disjoint") { Alpha = 1, IsDisjoint = true };

    /// <summary>A fleet of which no client has room for all blocks, so that what each is given matters most; it learns slowly.</summary>
    public static Setting SlowDevices { get; } = new("slow-devices") { Alpha = 1, Devices = DeviceClass.Slowest, Rounds = 32 };

    /// <summary>One downstream task after the other.</summary>
    public static Setting Sequence { get; } = new("sequence") { Alpha = 1, IsSequence = true };

    /// <summary>All of them with the study that they belong to, in the order in which they run.</summary>
    public static IReadOnlyList<(Setting Setting, Study Study)> All { get; } =
    [
        (Common, Study.Main),
        (Centralised, Study.Heterogeneity),
        .. Federated.Where(setting => setting != Common).Select(setting => (setting, Study.Heterogeneity)),
        (Disjoint, Study.Disjoint),
        (new("half-of-8") { Alpha = 1, Fraction = 0.5 }, Study.Participation),
        (new("20-clients") { Alpha = 1, Clients = 20 }, Study.Participation),
        (SlowDevices, Study.SlowDevices),
        (Sequence, Study.Sequence),
    ];
}
