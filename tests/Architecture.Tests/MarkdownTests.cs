using System.Text.RegularExpressions;
using FedK8s.Testing;

namespace FedK8s.Architecture.Tests;

public sealed partial class MarkdownTests
{
    private static readonly string[] _notOurs = ["artifacts", "runs", ".git", "node_modules"];

    [Fact]
    public void Every_relative_link_in_markdown_leads_somewhere()
    {
        var broken =
            from file in Pages()
            from Match link in Link().Matches(WithoutCode(File.ReadAllText(file)))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Leads(file, target)
            select $"{Path.GetRelativePath(RepositoryRoot.Path, file)}: {target}";

        Assert.Empty(broken);
    }

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1
            ? Path.Exists(path)
            : File.Exists(path) && Headings(path).Contains(parts[1]);
    }

    // How code hosts turn a heading into an anchor: lower case, punctuation dropped, blanks to hyphens.
    private static HashSet<string> Headings(string path) =>
        [.. WithoutCode(File.ReadAllText(path)).Split('\n')
            .Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(RepositoryRoot.Path, "*.md", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(RepositoryRoot.Path, file)
                .Split(Path.DirectorySeparatorChar)
                .Any(segment => _notOurs.Contains(segment)));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
