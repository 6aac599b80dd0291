using System.Reflection;
using TorchSharp;

namespace FedK8s.TorchSemantics.Surface;

/// <summary>The subset offers nothing that the published package does not offer in exactly the same form. The list is
/// written from the subset; on the published package every line of it must be found.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly Torch = typeof(torch).Assembly;

    private static string Backend => typeof(SurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FedK8sPackages").Value!;

    [Fact]
    public void Every_offered_member_is_in_the_signature_list()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "signatures.txt"));
        var differences = Backend == "compat" ? Compare(listed, Signatures.Declare(Torch)) : Missing(listed);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static List<string> Missing(string[] listed)
    {
        var offered = Signatures.Flatten(Torch);
        return [.. listed.Where(line => !offered.Contains(line)).Select(line => $"not in the package: {line}")];
    }

    private static List<string> Compare(string[] listed, IReadOnlyList<string> offered)
    {
        var differences = offered.Except(listed).Select(line => $"not in the list: {line}")
            .Concat(listed.Except(offered).Select(line => $"no longer offered: {line}")).ToList();
        if (differences.Count > 0)
        {
            var written = Path.Combine(AppContext.BaseDirectory, "signatures.actual.txt");
            File.WriteAllLines(written, offered);
            differences.Insert(0, $"if meant, copy {written} over tests/TorchSharp.Tests/Surface/signatures.txt");
        }
        return differences;
    }
}
