using System.Text.Json.Nodes;

namespace FedK8s.Worker.Network.Files;

/// <summary>A model and the folder it came from. Disposing it disposes the model.</summary>
/// <param name="Model">The network with its weights.</param>
/// <param name="Config">config.json as it was read, with the fields that only other programs use.</param>
/// <param name="Folder">The folder; empty for a model that was made from a configuration.</param>
internal sealed record LoadedModel(FoundationModel Model, JsonObject Config, string Folder) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
