using System.Globalization;
using System.Text.Json.Nodes;

namespace FedK8s.Bench.Steps;

/// <summary>A model's shape, what it reads in a step, and how many steps are a repetition.</summary>
/// <param name="Name">Size in parameters.</param>
/// <param name="Vocabulary">V.</param>
/// <param name="Width">C.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">H; as many key heads.</param>
/// <param name="DecoderInner">Width of SwiGLU.</param>
/// <param name="EncoderInner">Width of the encoder's feed-forward block.</param>
/// <param name="Rows">B.</param>
/// <param name="Steps">A repetition's steps.</param>
/// <param name="WarmUps">Repetitions that do not count: the runtime compiles what is hot during the first seconds.</param>
internal sealed record StepShape(
    string Name,
    int Vocabulary,
    int Width,
    int Layers,
    int Heads,
    int DecoderInner,
    int EncoderInner,
    int Rows,
    int Steps,
    int WarmUps)
{
    /// <summary>T.</summary>
    public const int Length = 128;

    public static IReadOnlyList<StepShape> All { get; } =
    [
        new("0.3 M", 1024, 64, 4, 4, 176, 256, Rows: 16, Steps: 30, WarmUps: 2),
        new("10 M", 8192, 320, 6, 5, 864, 1280, Rows: 4, Steps: 4, WarmUps: 10),
        new("100 M", 20000, 768, 12, 12, 2048, 3072, Rows: 2, Steps: 2, WarmUps: 2),
    ];

    /// <summary>The content of config.json.</summary>
    public string Config(string family) => (family == "decoder" ? Decoder() : Encoder()).ToJsonString();

    /// <summary>The arguments that a contestant of either language takes.</summary>
    public IReadOnlyList<string> Arguments(string folder, string method) =>
        [folder, method, Text(Rows), Text(Length), Text(Steps)];

    private JsonObject Decoder() => new()
    {
        ["architectures"] = new JsonArray("LlamaForCausalLM"),
        ["model_type"] = "llama",
        ["vocab_size"] = Vocabulary,
        ["hidden_size"] = Width,
        ["intermediate_size"] = DecoderInner,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = Heads,
        ["num_key_value_heads"] = Heads,
        ["max_position_embeddings"] = Length,
        ["rms_norm_eps"] = 1e-5,
        ["tie_word_embeddings"] = true,
    };

    private JsonObject Encoder() => new()
    {
        ["architectures"] = new JsonArray("BertForSequenceClassification"),
        ["model_type"] = "bert",
        ["vocab_size"] = Vocabulary,
        ["hidden_size"] = Width,
        ["intermediate_size"] = EncoderInner,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = Heads,
        ["max_position_embeddings"] = Length,
        ["type_vocab_size"] = 2,
        ["hidden_act"] = "gelu",
        ["layer_norm_eps"] = 1e-12,
        ["id2label"] = new JsonObject { ["0"] = "no", ["1"] = "yes" },
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
