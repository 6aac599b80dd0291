using FedK8s.Bench.Harness;

namespace FedK8s.Bench.PartialMemory;

/// <summary>What training a part takes, by several processes of each kind.</summary>
/// <param name="Name">The part's.</param>
/// <param name="Resident">Processes as FedK8s has them: freed tensors stay with the process.</param>
/// <param name="InUse">Processes that give them back.</param>
internal sealed record PartMemory(string Name, IReadOnlyList<Outcome> Resident, IReadOnlyList<Outcome> InUse)
{
    private const int MomentCount = 2; // of AdamW

    /// <summary>Weights that are trained; the same in each process.</summary>
    public long TrainedCount => (long)Resident[0].Farewell.Figures["trained"];

    public long GradientBytes => TrainedCount * sizeof(float);

    public long MomentBytes => GradientBytes * MomentCount;

    /// <summary>The peak over what was resident when the model was there; the median.</summary>
    public double ResidentBytes => Growth(Resident);

    /// <summary>The same where freed tensors take no memory.</summary>
    public double InUseBytes => Growth(InUse);

    private static double Growth(IReadOnlyList<Outcome> processes) => processes
        .Select(process => process.Farewell.PeakBytes - process.Farewell.Figures["loaded"])
        .Order()
        .ElementAt(processes.Count / 2);
}
