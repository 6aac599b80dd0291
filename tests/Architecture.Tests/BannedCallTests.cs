using System.Text.RegularExpressions;

namespace FedK8s.Architecture.Tests;

/// <summary>Calls that make a process untestable, unrepeatable or liable to abort; each with what to use instead.</summary>
public sealed class BannedCallTests
{
    public static TheoryData<string, string> Banned => new()
    {
        { @"\bDateTime(Offset)?\.(Utc)?Now\b", "TimeProvider" },
        { @"\bThread\.Sleep\b", "Task.Delay with a TimeProvider" },
        { @"\bTask\.Delay\((?![^;]*(clock|time|Time))", "Task.Delay with a TimeProvider" },
        { @"\bGC\.Collect\b", "dispose scopes" },
        { @"\bRandom\.Shared\b|\bnew Random\(", "SeededRandom" },
        { @"\btorch\.(matmul|manual_seed)\b|\.matmul\(", "linear, bmm or mm (matmul aborts on a wrong shape); seeds of one's own" },
        { @"\bGuid\.NewGuid\b", "an identity derived from what it identifies" },
    };

    [Theory]
    [MemberData(nameof(Banned))]
    public void The_product_does_not_call(string pattern, string instead)
    {
        var calls = SourceFile.OfProduct()
            .SelectMany(file => file.Text.Split('\n')
                .Select((line, index) => (Line: line, Place: $"{file.Path}:{index + 1}")))
            .Where(found => !found.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Where(found => Regex.IsMatch(found.Line, pattern))
            .Select(found => $"{found.Place}: {found.Line.Trim()} (use {instead})");

        Assert.Empty(calls);
    }
}
