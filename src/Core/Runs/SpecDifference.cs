using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Contracts;
using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>In which fields two specs differ, so far as they make two runs of them.</summary>
public static class SpecDifference
{
    private const int MostNamed = 3;

    /// <summary>
    /// The spec without what may change while a run stays the same: where its store lies, whether it pauses, how long it may
    /// be active, and when it is deleted.
    /// </summary>
    public static FederatedRunSpec Identifying(FederatedRunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec with
        {
            Suspend = false,
            ActiveDeadlineSeconds = null,
            TtlSecondsAfterFinished = null,
            Checkpoint = spec.Checkpoint with { StorageUri = "" },
        };
    }

    /// <summary>The paths of the fields, in the order of the spec; empty where the two ask for the same run.</summary>
    public static IReadOnlyList<string> Between(FederatedRunSpec one, FederatedRunSpec other)
    {
        var paths = new List<string>();
        Compare("spec", Json(one), Json(other), paths);
        return paths;
    }

    /// <summary>The first few of the paths, for a message.</summary>
    public static string Describe(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return $"{string.Join(", ", paths.Take(MostNamed))}{(paths.Count > MostNamed ? ", ..." : "")}";
    }

    private static JsonNode? Json(FederatedRunSpec spec) =>
        JsonSerializer.SerializeToNode(Identifying(spec), ContractJson.Options);

    private static void Compare(string path, JsonNode? one, JsonNode? other, List<string> paths)
    {
        switch (one, other)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(field => field.Key).Union(right.Select(field => field.Key)))
                {
                    Compare($"{path}.{name}", left[name], right[name], paths);
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var index = 0; index < left.Count; index++)
                {
                    Compare($"{path}[{index}]", left[index], right[index], paths);
                }

                break;
            default:
                if (!JsonNode.DeepEquals(one, other))
                {
                    paths.Add(path);
                }

                break;
        }
    }
}
