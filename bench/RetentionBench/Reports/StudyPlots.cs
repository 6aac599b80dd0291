using FedK8s.RetentionBench.Statistics;
using FedK8s.RetentionBench.Studies;
using FedK8s.RetentionBench.Trials;

namespace FedK8s.RetentionBench.Reports;

/// <summary>A study's plots, of the common setting.</summary>
internal static class StudyPlots
{
    /// <summary>Title and SVG of each that has a point.</summary>
    public static IReadOnlyList<(string Title, string Svg)> Of(StudyResults results)
    {
        ArmOutcome[] arms = [.. results.Of(results.Common.Name).Where(arm => arm.Seeds.Count > 0)];
        return
        [
            .. new[]
            {
                ("Retention against downstream accuracy, round by round",
                    Draw("downstream accuracy", "retention", [.. arms.Select(Trajectory)])),
                ("Time to the target",
                    Draw("simulated seconds to the target", "rounds to the target", [.. arms.Select(TimeToTarget)])),
                ("Retention and seconds: up and to the left is better; the line joins those that no other arm beats in both",
                    Draw(
                        "simulated seconds to the target",
                        "retention at the target",
                        WithFront([.. arms.Select(RetentionAndSeconds)]))),
            }.Where(plot => plot.Item2 is not null).Select(plot => (plot.Item1, plot.Item2!)), // not null: filtered before
        ];
    }

    /// <summary>The points that no other point beats in both: less in x and more in y, from left to right.</summary>
    public static IReadOnlyList<(double X, double Y)> Front(IEnumerable<(double X, double Y)> points)
    {
        var front = new List<(double X, double Y)>();
        foreach (var point in points.OrderBy(point => point.X).ThenByDescending(point => point.Y))
        {
            if (front.Count == 0 || point.Y > front[^1].Y)
            {
                front.Add(point);
            }
        }

        return front;
    }

    private static string? Draw(string x, string y, IReadOnlyList<Series> series)
    {
        Series[] drawn = [.. series.Where(line => line.Points.Count > 0)];
        return drawn.Length == 0 ? null : SvgPlot.Draw(x, y, drawn);
    }

    private static Series Trajectory(ArmOutcome arm) => new(
        arm.Arm.Name,
        [
            .. arm.Seeds
                .SelectMany(seed => seed.Result.Evaluations
                    .Select(now => (now.Round, now.Downstream, Kept: Retention.Ratio(seed.Start, now))))
                .GroupBy(now => now.Round)
                .Where(round => round.Count() == arm.Seeds.Count) // a mean of those that take longest says nothing of the others
                .OrderBy(round => round.Key)
                .Select(round => (round.Average(now => now.Downstream), round.Average(now => now.Kept))),
        ],
        IsLine: true);

    private static Series TimeToTarget(ArmOutcome arm) =>
        Point(arm, arm.AtTarget(now => now.SimulatedSeconds), arm.AtTarget(now => now.Round));

    private static Series RetentionAndSeconds(ArmOutcome arm) =>
        Point(arm, arm.AtTarget(now => now.SimulatedSeconds), arm.AtTarget(Retention.Ratio));

    private static Series Point(ArmOutcome arm, IReadOnlyDictionary<int, double> x, IReadOnlyDictionary<int, double> y) =>
        new(arm.Arm.Name, x.Count == 0 ? [] : [(x.Values.Average(), y.Values.Average())], IsLine: false);

    private static Series[] WithFront(Series[] arms) =>
        [.. arms, new("not beaten in both", Front(arms.SelectMany(arm => arm.Points)), IsLine: true)];
}
