using System.Text.Json.Nodes;
using FedK8s.RetentionBench.Costs;
using FedK8s.Worker.Data.Tokenizers.Folders;
using FedK8s.Worker.Export;

namespace FedK8s.RetentionBench.Toy;

/// <summary>The toy's model: a pre-LN Llama of four blocks, with a token for each character that a task may write.</summary>
internal static class ToyModel
{
    /// <summary>L: transformer blocks.</summary>
    public const int Layers = 4;

    private const int Width = 64;
    private const int FeedForward = 96;
    private const int Heads = 2;
    private const string Padding = "<pad>";
    private const string End = "</s>";

    /// <summary>Weights of one block: four square projections, three of the feed-forward part, two norms.</summary>
    public const int BlockParameters = (4 * Width * Width) + (3 * Width * FeedForward) + (2 * Width);

    /// <summary>Both.</summary>
    public static ModelShape Shape { get; } = new(Layers, BlockParameters);

    /// <summary>Writes a folder with random weights and the toy's tokenizer.</summary>
    public static void Write(string folder, long seed)
    {
        string[] tokens = [Padding, End, .. ToyTasks.Alphabet.Select(character => character.ToString())];
        BaseModelFactory.Create(Config(tokens.Length), seed, folder, new Dictionary<string, string>
        {
            ["tokenizer.json"] = Tokenizer(tokens),
            ["tokenizer_config.json"] = new JsonObject
            {
                ["tokenizer_class"] = "PreTrainedTokenizerFast",
                ["pad_token"] = Padding,
                ["eos_token"] = End,
            }.ToJsonString(),
        });
    }

    private static string Config(int vocabulary) =>
        $$"""
        {
          "architectures": ["LlamaForCausalLM"],
          "model_type": "llama",
          "vocab_size": {{vocabulary}},
          "hidden_size": {{Width}},
          "intermediate_size": {{FeedForward}},
          "num_hidden_layers": {{Layers}},
          "num_attention_heads": {{Heads}},
          "num_key_value_heads": {{Heads}},
          "max_position_embeddings": 32,
          "hidden_act": "silu",
          "initializer_range": 0.08,
          "rms_norm_eps": 1e-05,
          "rope_theta": 10000.0,
          "tie_word_embeddings": true,
          "pad_token_id": 0,
          "eos_token_id": 1,
          "bos_token_id": null,
          "torch_dtype": "float32"
        }
        """;

    // Byte pairs without a pair: a text is its characters.
    private static string Tokenizer(string[] tokens) => new JsonObject
    {
        ["version"] = "1.0",
        ["added_tokens"] = new JsonArray(AddedTokenJson.Special(Padding, 0), AddedTokenJson.Special(End, 1)),
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["vocab"] = new JsonObject(tokens.Index().Select(token => KeyValuePair.Create(token.Item, (JsonNode?)token.Index))),
            ["merges"] = new JsonArray(),
        },
    }.ToJsonString();
}
