namespace FedK8s.Architecture.Tests;

/// <summary>A namespace equals its folder, and a project's first-level folders form an order: none needs itself.</summary>
public sealed class FolderTests
{
    [Fact]
    public void A_namespace_equals_its_folder() =>
        Assert.Empty(SourceFile.OfProduct()
            .Where(file => file.Namespace is not null && file.Namespace != file.ExpectedNamespace)
            .Select(file => $"{file.Path}: {file.Namespace}, expected {file.ExpectedNamespace}"));

    [Fact]
    public void No_folder_needs_itself()
    {
        // Files at a project's root (its registration, Program.cs) may see every folder, and no folder may see them.
        var cycles = SourceFile.OfProduct()
            .Where(file => file.Folder != "")
            .GroupBy(file => file.Project)
            .Select(project => (project.Key, Cycle: FindCycle(project
                .GroupBy(file => file.Folder)
                .ToDictionary(
                    folder => folder.Key,
                    folder => folder.SelectMany(file => file.UsedFolders).Distinct().ToArray()))))
            .Where(found => found.Cycle is not null)
            .Select(found => $"{found.Key}: {found.Cycle}");

        Assert.Empty(cycles);
    }

    [Fact]
    public void A_cycle_is_found_where_there_is_one() =>
        Assert.Equal("A -> B -> C -> A", FindCycle(new() { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A"] }));

    private static string? FindCycle(Dictionary<string, string[]> uses)
    {
        var done = new HashSet<string>();
        return uses.Keys.Order(StringComparer.Ordinal)
            .Select(folder => Visit(folder, [], uses, done))
            .FirstOrDefault(cycle => cycle is not null);
    }

    private static string? Visit(
        string folder, List<string> path, Dictionary<string, string[]> uses, HashSet<string> done)
    {
        if (path.IndexOf(folder) is >= 0 and var start)
        {
            return string.Join(" -> ", [.. path[start..], folder]);
        }

        if (!uses.TryGetValue(folder, out var next) || done.Contains(folder))
        {
            return null;
        }

        path.Add(folder);
        var cycle = next.Select(other => Visit(other, path, uses, done)).FirstOrDefault(found => found is not null);
        path.RemoveAt(path.Count - 1);
        done.Add(folder);
        return cycle;
    }
}
