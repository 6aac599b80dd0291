using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Tests.Studies;

/// <summary>Results as a test wants them.</summary>
internal static class Given
{
    public static Evaluation Evaluation(int round, double downstream, double seconds = 0, double[]? general = null) => new()
    {
        Round = round,
        Validation = downstream,
        Downstream = downstream,
        General = general ?? [1],
        GeneralLoss = [0.01],
        Bytes = 1000 * round,
        TrainingSeconds = seconds,
        SimulatedSeconds = seconds,
    };

    /// <summary>A trial that starts at chance and has both accuracies in round 4, after so many seconds.</summary>
    public static TrialResult Trial(
        string arm, int seed, double general, double seconds = 10, Setting? setting = null, double downstream = 1) => new()
        {
            Trial = new(ArmOf(arm), setting ?? Settings.Common, Protocol.Full, 0.001, seed, "base"),
            Evaluations = [Evaluation(0, 0.25), Evaluation(2, 0.5, seconds / 2, [1]), Evaluation(4, downstream, seconds, [general])],
            TrainableParameters = 1,
            PeakMemoryBytes = 1,
            WallSeconds = 1,
        };

    public static StudyResults Results(params IEnumerable<TrialResult> trials) => new(
        new("base", [new("task", 1)], [], 1), ArmList.All, [], [.. trials], new Dictionary<string, string>());

    /// <summary>Seeds 1 to 3 of an arm, with general accuracies a little apart.</summary>
    public static IEnumerable<TrialResult> Seeds(
        string arm, double general, double seconds = 10, Setting? setting = null, double downstream = 1) => Enumerable.Range(1, 3)
        .Select(seed => Trial(arm, seed, general + (0.001 * seed), seconds + (0.01 * seed), setting, downstream));

    private static Arm ArmOf(string name) => ArmList.All.Single(arm => arm.Name == name);
}
