using System.Xml.Linq;
using FedK8s.Testing;

namespace FedK8s.Architecture.Tests;

/// <summary>Who may see whom, and which packages only who may use: docs/architecture.md, section 2, as a table.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> _allowed = new()
    {
        ["Contracts"] = ([], []),
        ["Core"] = (
            ["Contracts", "System.IO.Hashing"],
            ["Azure.Core", "Azure.Storage.Blobs", "MassTransit.RabbitMQ", "RabbitMQ.Client", "System.IO.Hashing"]),
        ["Operator"] = (["Contracts", "Core", "KubernetesClient"], ["KubernetesClient"]),
        ["Aggregator"] = (["Contracts", "Core"], ["System.Numerics.Tensors"]),
        ["Worker"] = (["Contracts", "Core", "TorchSharp"], ["$(TorchSharpPackage)"]),
        ["Cli"] = (
            ["Contracts", "Core", "Operator", "Aggregator", "Worker"],
            ["Spectre.Console", "System.CommandLine", "YamlDotNet"]),
    };

    // Transitive references would let these through: what runs in one process has all of them beside it.
    private static readonly Dictionary<string, string> _ownerOfNamespace = new()
    {
        ["Azure"] = "Core",
        ["k8s"] = "Operator",
        ["System.Numerics.Tensors"] = "Aggregator",
        ["TorchSharp"] = "Worker",
        ["Spectre"] = "Cli",
        ["System.CommandLine"] = "Cli",
        ["YamlDotNet"] = "Cli",
    };

    public static TheoryData<string> Projects => new(_allowed.Keys);

    [Fact]
    public void Every_project_of_src_is_in_the_table() =>
        Assert.Equal(
            _allowed.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "src"))
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_the_projects_it_may(string project) =>
        Assert.Empty(Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
            .Except(_allowed[project].Projects));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_that_it_owns(string project) =>
        Assert.Empty(Items(project, "PackageReference").Except(_allowed[project].Packages));

    [Fact]
    public void A_package_is_called_only_by_its_owner() =>
        Assert.Empty(
            from file in SourceFile.OfProduct()
            from used in file.UsedNamespaces
            from owner in _ownerOfNamespace
            where used == owner.Key || used.StartsWith(owner.Key + ".", StringComparison.Ordinal)
            where owner.Value != file.Project
            select $"{file.Path} uses {used}, which is for {owner.Value}");

    [Fact]
    public void The_three_services_never_see_one_another() =>
        Assert.Empty(
            from file in SourceFile.OfProduct()
            where file.Project is "Operator" or "Aggregator" or "Worker"
            from used in file.UsedNamespaces.Select(name => name.Split('.'))
            where used.Length > 1 && used[0] == "FedK8s" && used[1] is "Operator" or "Aggregator" or "Worker" or "Cli"
            where used[1] != file.Project
            select $"{file.Path} uses {string.Join('.', used)}");

    [Fact]
    public void No_package_is_owned_twice() =>
        Assert.Empty(_allowed.Values.SelectMany(row => row.Packages).GroupBy(name => name)
            .Where(owners => owners.Count() > 1).Select(owners => owners.Key));

    [Fact]
    public void Every_version_is_pinned_exactly()
    {
        var versions = XDocument.Load(Path.Combine(RepositoryRoot.Path, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Version")!.Value);

        Assert.All(versions, version => Assert.Matches(@"^\d+\.\d+\.\d+$", version));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(RepositoryRoot.Path, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);
}
