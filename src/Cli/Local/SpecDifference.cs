using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Contracts;
using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Local;

/// <summary>In which fields two specs differ, for the message that refuses to mix their runs.</summary>
internal static class SpecDifference
{
    /// <summary>The paths of the fields, in the order of the spec; empty where the two ask for the same.</summary>
    public static IReadOnlyList<string> Between(FederatedRunSpec one, FederatedRunSpec other)
    {
        var paths = new List<string>();
        Compare("spec", Json(one), Json(other), paths);
        return paths;
    }

    private static JsonNode? Json(FederatedRunSpec spec) =>
        JsonSerializer.SerializeToNode(LocalRunId.Identifying(spec), ContractJson.Options);

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
