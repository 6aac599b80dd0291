using System.Globalization;
using System.Text.RegularExpressions;

namespace FedK8s.Core.Runs;

/// <summary>Gathers the problems of one spec; each method states one kind of rule and adds a problem where it does not hold.</summary>
internal sealed partial class SpecProblems
{
    private readonly List<SpecProblem> _found = [];

    public IReadOnlyList<SpecProblem> All => _found;

    public void Add(string path, string found, string wanted, string cure) =>
        _found.Add(new(path, found, wanted, cure));

    public void AtLeast(string path, long value, long least)
    {
        if (value < least)
        {
            Add(path, Text(value), $"a whole number from {Text(least)}", $"write {Text(least)} or more");
        }
    }

    public void NotNegative(string path, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            Add(path, Text(value), "a number from 0", "write 0 or more");
        }
    }

    public void Positive(string path, double value, string example)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            Add(path, Text(value), "a number above 0", $"write for example {example}");
        }
    }

    public void PositiveUpTo(string path, double value, double most, string example)
    {
        if (!(value > 0 && value <= most))
        {
            Add(path, Text(value), $"a number above 0, at most {Text(most)}", $"write for example {example}");
        }
    }

    public void ShareBelowOne(string path, double value, string example)
    {
        if (!(value >= 0 && value < 1))
        {
            Add(path, Text(value), "a number from 0 to below 1", $"write for example {example}");
        }
    }

    public void DnsLabel(string path, string value)
    {
        if (!Label().IsMatch(value))
        {
            Add(
                path,
                Quoted(value),
                "1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit",
                "choose a name like site-a");
        }
    }

    /// <summary>Adds a problem at every name that an earlier one already has.</summary>
    public void Unique(IEnumerable<(string Path, string Name)> names, string things)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, name) in names)
        {
            if (!first.TryAdd(name, path))
            {
                Add(path, $"{Quoted(name)}, which {first[name]} has too", $"{things} that differ", "rename one of the two");
            }
        }
    }

    public static string Quoted(string value) => value.Length == 0 ? "nothing" : $"\"{value}\"";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\z")]
    private static partial Regex Label();
}
