namespace FedK8s.RetentionBench.Reports;

/// <summary>Points of one colour with a name.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">In the order in which a line joins them.</param>
/// <param name="IsLine">Whether it does.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsLine);
