using FedK8s.Worker.Export;

namespace FedK8s.Cli.Samples;

/// <summary>What the quickstart's base model is made from: random weights and a great many general examples.</summary>
internal static class QuickstartBase
{
    private const long Seed = 7;
    private const int Examples = 128_000;

    // A Llama of 0.43 million weights: 1.7 MB in float32, small enough to be part of a clone.
    private const string Config =
        """
        {
          "architectures": ["LlamaForCausalLM"],
          "model_type": "llama",
          "vocab_size": 259,
          "hidden_size": 96,
          "intermediate_size": 256,
          "num_hidden_layers": 4,
          "num_attention_heads": 4,
          "num_key_value_heads": 2,
          "max_position_embeddings": 256,
          "hidden_act": "silu",
          "initializer_range": 0.02,
          "rms_norm_eps": 1e-05,
          "rope_theta": 10000.0,
          "tie_word_embeddings": true,
          "pad_token_id": 0,
          "eos_token_id": 1,
          "bos_token_id": null,
          "torch_dtype": "float32"
        }
        """;

    /// <summary>Writes <c>model/</c> and <c>base.jsonl</c>, always the same bytes on the same machine.</summary>
    public static void Write(string folder)
    {
        QuickstartData.WriteBase(folder, Examples);
        BaseModelFactory.Create(Config, Seed, Path.Combine(folder, "model"));
    }
}
