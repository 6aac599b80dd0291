using System.Buffers.Binary;
using System.Text.Json.Nodes;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Conversion;

/// <summary>The seven numbers that begin a checkpoint of llama2.c, int32, little endian.</summary>
/// <param name="Width">dim: the width of the residual stream.</param>
/// <param name="InnerWidth">hidden_dim: of the feed-forward block.</param>
/// <param name="LayerCount">n_layers.</param>
/// <param name="HeadCount">n_heads: a divisor of the width.</param>
/// <param name="KeyHeadCount">n_kv_heads.</param>
/// <param name="VocabularySize">vocab_size; in the file it is negative where the output has a matrix of its own.</param>
/// <param name="Length">seq_len.</param>
/// <param name="HasOwnOutput">Whether the output has a matrix of its own.</param>
internal sealed record Llama2cHeader(
    int Width, int InnerWidth, int LayerCount, int HeadCount, int KeyHeadCount, int VocabularySize, int Length, bool HasOwnOutput)
{
    public const int ByteCount = 7 * sizeof(int);

    // What begins the files of later versions, which have another layout.
    private const int LaterVersionsMark = 0x616b3432;
    private const int LargestNumber = 1 << 24;

    /// <summary>The width of a head.</summary>
    public int HeadWidth => Width / HeadCount;

    /// <exception cref="RunFailedException">FK9005: it is no such header.</exception>
    public static Llama2cHeader Parse(ReadOnlySpan<byte> bytes, string location)
    {
        if (bytes.Length < ByteCount)
        {
            throw Invalid(location, $"{bytes.Length} bytes", $"a header of {ByteCount}");
        }

        var numbers = new int[ByteCount / sizeof(int)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        if (numbers[0] == LaterVersionsMark)
        {
            throw Invalid(location, $"version {numbers[1]} of the format", "version 0 (export.py --version 0)");
        }

        var hasOwnOutput = numbers[5] is < 0 and > int.MinValue;
        numbers[5] = hasOwnOutput ? -numbers[5] : numbers[5];
        return numbers.All(number => number is >= 1 and <= LargestNumber) && numbers[0] % numbers[3] == 0
            ? new Llama2cHeader(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], hasOwnOutput)
            : throw Invalid(location, $"a header of {string.Join(", ", numbers)}",
                $"numbers from 1 to {LargestNumber}, the fourth a divisor of the first");
    }

    /// <summary>The config.json of a Llama of these sizes; llama2.c fixes the rest.</summary>
    public JsonObject ToConfig() => new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = "llama",
        ["hidden_act"] = "silu",
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = Width,
        ["intermediate_size"] = InnerWidth,
        ["num_hidden_layers"] = LayerCount,
        ["num_attention_heads"] = HeadCount,
        ["num_key_value_heads"] = KeyHeadCount,
        ["max_position_embeddings"] = Length,
        ["rms_norm_eps"] = 1e-5,
        ["rope_theta"] = 10_000.0,
        ["attention_bias"] = false,
        ["mlp_bias"] = false,
        ["tie_word_embeddings"] = !HasOwnOutput,
        ["bos_token_id"] = 1,
        ["eos_token_id"] = 2,
        ["torch_dtype"] = "float32",
    };

    internal static RunFailedException Invalid(string location, string found, string wanted) => new(
        ExitCodes.InvalidTensorFile,
        $"{location}: found {found}, wanted {wanted} of a llama2.c checkpoint; fetch or export the file again.");
}
