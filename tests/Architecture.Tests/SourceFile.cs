using System.Text.RegularExpressions;
using FedK8s.Testing;

namespace FedK8s.Architecture.Tests;

/// <summary>A C# file of the product, as far as the rules here need it.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The project's name, for example <c>Worker</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The first-level folder inside the project; empty for a file at the project's root.</summary>
    public string Folder => Path.Split('/') is { Length: > 3 } segments ? segments[2] : "";

    /// <summary>The namespace that the file's place asks for.</summary>
    public string ExpectedNamespace => string.Join('.', ["FedK8s", .. Path.Split('/')[1..^1]]);

    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    public IEnumerable<string> UsedNamespaces => UsingLine().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>First-level folders of the same project that the file's <c>using</c> lines name.</summary>
    public IEnumerable<string> UsedFolders => UsedNamespaces
        .Select(name => name.Split('.'))
        .Where(segments => segments.Length > 2 && segments[0] == "FedK8s" && segments[1] == Project)
        .Select(segments => segments[2])
        .Where(folder => folder != Folder)
        .Distinct();

    public static IReadOnlyList<SourceFile> OfProduct() =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(
                System.IO.Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/'), File.ReadAllText(file)))];

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
