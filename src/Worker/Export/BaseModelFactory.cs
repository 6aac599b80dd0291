using System.Text;
using System.Text.Json.Nodes;
using FedK8s.Core.Files;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Network.Files;
using TorchSharp;

namespace FedK8s.Worker.Export;

/// <summary>Makes base models that know nothing yet, for tests and samples.</summary>
public static class BaseModelFactory
{
    /// <summary>
    /// Writes a model folder with random weights and the byte tokenizer: <c>config.json</c>, <c>model.safetensors</c>,
    /// <c>tokenizer_config.json</c>. The same configuration and seed give the same bytes.
    /// </summary>
    /// <param name="configJson">The content of <c>config.json</c>, for example of a <c>LlamaForCausalLM</c>.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <exception cref="Core.Errors.RunFailedException">
    /// Nothing here implements that configuration (FK3004).
    /// </exception>
    public static void Create(string configJson, long seed, string folder) => Create(
        configJson,
        seed,
        folder,
        new Dictionary<string, string> { [TokenizerFolder.FileName] = ByteTokenizer.FolderFile });

    /// <summary>As the other overload, with a tokenizer of one's own.</summary>
    /// <param name="configJson">The content of <c>config.json</c>.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <param name="tokenizerFiles">The tokenizer's files by name, with their content.</param>
    /// <exception cref="Core.Errors.RunFailedException">
    /// Nothing here implements that configuration (FK3004).
    /// </exception>
    public static void Create(
        string configJson, long seed, string folder, IReadOnlyDictionary<string, string> tokenizerFiles)
    {
        ArgumentNullException.ThrowIfNull(tokenizerFiles);
        var config = JsonNode.Parse(configJson) as JsonObject
            ?? throw new ArgumentException("The configuration is not a JSON object.", nameof(configJson));
        using var model = ModelFolder.Create(config, torch.CPU, torch.float32, seed);
        foreach (var (name, content) in tokenizerFiles)
        {
            AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(content));
        }

        ModelFolder.Write(model, folder);
    }
}
