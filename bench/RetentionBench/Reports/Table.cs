namespace FedK8s.RetentionBench.Reports;

/// <summary>A table of words; the first column names the row.</summary>
/// <param name="Title">One line.</param>
/// <param name="Note">What a reader must know to read it; may be empty.</param>
/// <param name="Header">The columns' names.</param>
/// <param name="Rows">As long as the header each.</param>
internal sealed record Table(
    string Title, string Note, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);
