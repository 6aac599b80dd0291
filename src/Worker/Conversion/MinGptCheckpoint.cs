using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Conversion;

/// <summary>
/// minGPT's weights as JSON: <c>config</c>, and each tensor as <c>{"shape": [...], "dtype": "torch.float32", "data": base64}</c>.
/// It is a GPT-2 with an output matrix of its own, whose linear layers lie [out, in] instead of [in, out].
/// </summary>
internal static class MinGptCheckpoint
{
    private const string ConfigField = "config";
    private const string MaskSuffix = ".attn.bias";

    // GPT-2 has these four in every layer.
    private static readonly string[] Linear = [".c_attn.weight", ".c_proj.weight", ".c_fc.weight"];

    /// <exception cref="RunFailedException">FK9005: the file is not one.</exception>
    public static ConvertedModel Open(string path)
    {
        var content = Parse(path);
        var config = content[ConfigField] as JsonObject ?? throw Invalid(path, $"no {ConfigField}", "an object of that name");
        var tensors = content
            .Where(field => field.Key != ConfigField && !field.Key.EndsWith(MaskSuffix, StringComparison.Ordinal))
            .Select(field => Convert(field.Key, field.Value, path))
            .ToArray();
        return new ConvertedModel(path, ToConfig(config), tensors);
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: options) as JsonObject
                ?? throw Invalid(path, "something else", "an object");
        }
        catch (JsonException exception)
        {
            throw Invalid(path, $"no JSON at line {exception.LineNumber + 1}", "an object");
        }
    }

    private static JsonObject ToConfig(JsonObject config) => new()
    {
        ["architectures"] = new JsonArray("GPT2LMHeadModel"),
        ["model_type"] = "gpt2",
        ["activation_function"] = "gelu_new",
        ["vocab_size"] = config["vocab_size"]?.DeepClone(),
        ["n_positions"] = config["block_size"]?.DeepClone(),
        ["n_embd"] = config["n_embd"]?.DeepClone(),
        ["n_layer"] = config["n_layer"]?.DeepClone(),
        ["n_head"] = config["n_head"]?.DeepClone(),
        ["layer_norm_epsilon"] = 1e-5,
        ["resid_pdrop"] = config["resid_pdrop"]?.DeepClone(),
        ["embd_pdrop"] = config["embd_pdrop"]?.DeepClone(),
        ["attn_pdrop"] = config["attn_pdrop"]?.DeepClone(),
        ["tie_word_embeddings"] = false,
        ["torch_dtype"] = "float32",
    };

    private static ConvertedTensor Convert(string name, JsonNode? value, string path)
    {
        var shape = (value?["shape"] as JsonArray)?.Select(Length).ToArray();
        var data = value?["data"] is JsonValue text && text.TryGetValue<string>(out var base64) ? base64 : null;
        if (shape is null || data is null || value?["dtype"]?.ToString() != "torch.float32")
        {
            throw Invalid(path, $"{name} without shape, data or dtype torch.float32", "all three");
        }

        var bytes = new byte[data.Length];
        var isBase64 = System.Convert.TryFromBase64String(data, bytes, out var byteCount);
        var wanted = shape.Aggregate((double)sizeof(float), (product, length) => product * length); // no overflow
        if (!isBase64 || byteCount != wanted || byteCount == 0)
        {
            throw Invalid(path, $"{name} with {(isBase64 ? $"{byteCount} bytes" : "data that is no base64")}",
                $"{wanted:0} bytes in base64");
        }

        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, byteCount)).ToArray();
        return Array.Exists(Linear, suffix => name.EndsWith(suffix, StringComparison.Ordinal)) && shape.Length == 2
            ? Tensor(name, [shape[1], shape[0]], Transposed(values, shape[0], shape[1]))
            : Tensor(name, shape, values);
    }

    private static long Length(JsonNode? length) =>
        length is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;

    private static float[] Transposed(float[] values, long rowCount, long columnCount)
    {
        var result = new float[values.Length];
        for (var row = 0; row < rowCount; row++)
        {
            for (var column = 0; column < columnCount; column++)
            {
                result[(column * rowCount) + row] = values[(row * columnCount) + column];
            }
        }

        return result;
    }

    private static ConvertedTensor Tensor(string name, long[] shape, float[] values) => new(
        new TensorDeclaration(name, TensorType.F32, TensorShape.Create(shape)),
        (row, destination) =>
        {
            var bytes = MemoryMarshal.AsBytes(values.AsSpan());
            bytes.Slice((int)row * destination.Length, destination.Length).CopyTo(destination);
        });

    private static RunFailedException Invalid(string path, string found, string wanted) => new(
        ExitCodes.InvalidTensorFile,
        $"{path}: found {found}, wanted {wanted} of minGPT's weights as JSON; fetch or export the file again.");
}
