namespace FedK8s.Worker.Data;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line it starts on, from 1; a quoted field may hold further lines.</param>
/// <param name="Fields">Its fields, quotes removed.</param>
/// <param name="Problem">Why the record cannot be read; otherwise null.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Problem);
