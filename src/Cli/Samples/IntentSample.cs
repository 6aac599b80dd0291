using System.Globalization;
using System.Text.Json.Nodes;
using FedK8s.Core.Determinism;
using FedK8s.Worker.Export;

namespace FedK8s.Cli.Samples;

/// <summary>
/// The intents sample: CLINC150 dealt to ten clients in two ways, its test texts, and a small BERT that knows nothing yet.
/// </summary>
internal static class IntentSample
{
    private const long Seed = 150;
    private const int Clients = 10;

    /// <summary>Writes everything, always the same bytes from the same files.</summary>
    /// <param name="source">Holds data_full.json and domains.json.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <exception cref="Core.Errors.RunFailedException">The source cannot be read, or the folder not written.</exception>
    public static void Write(string source, string folder)
    {
        var corpus = IntentCorpus.Read(source);
        WriteAlike(corpus, Path.Combine(folder, "iid"));
        WriteByDomain(corpus, folder);
        SampleLines.Write(Path.Combine(folder, "validation.jsonl"), corpus.Validation);
        SampleLines.Write(Path.Combine(folder, "test.jsonl"), corpus.Test);
        WriteBase(corpus, Path.Combine(folder, "base"));
    }

    // Shuffled and dealt out like cards: every client has some of everything.
    private static void WriteAlike(IntentCorpus corpus, string folder)
    {
        var shuffled = corpus.Train.ToArray();
        new SeededRandom(Seeds.Derive(Seed, "intents", "iid")).Shuffle(shuffled.AsSpan());
        foreach (var client in Enumerable.Range(0, Clients))
        {
            var name = $"client-{(client + 1).ToString("D2", CultureInfo.InvariantCulture)}.jsonl";
            SampleLines.Write(Path.Combine(folder, name), shuffled.Where((_, index) => index % Clients == client));
        }
    }

    // A client for each domain: no two of them have a label in common. The texts of an intent lie together in the source.
    private static void WriteByDomain(IntentCorpus corpus, string folder)
    {
        foreach (var (domain, intents) in corpus.Domains)
        {
            var name = domain.Replace('_', '-') + ".jsonl";
            var own = intents.ToHashSet(StringComparer.Ordinal);
            SampleLines.Write(Path.Combine(folder, "skew", name), Of(corpus.Train));
            SampleLines.Write(Path.Combine(folder, "test", name), Of(corpus.Test));

            IEnumerable<LabelledExample> Of(IEnumerable<LabelledExample> examples) =>
                examples.Where(example => own.Contains(example.Label));
        }
    }

    private static void WriteBase(IntentCorpus corpus, string folder)
    {
        var pieces = WordPieceVocabulary.Of(corpus.Train.Select(example => example.Text));
        var labels = new JsonObject(corpus.Intents.Index().Select(intent =>
            KeyValuePair.Create(intent.Index.ToString(CultureInfo.InvariantCulture), (JsonNode?)intent.Item)));
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("BertForSequenceClassification"),
            ["model_type"] = "bert",
            ["vocab_size"] = pieces.Count,
            ["hidden_size"] = 128,
            ["intermediate_size"] = 256,
            ["num_hidden_layers"] = 2,
            ["num_attention_heads"] = 4,
            ["max_position_embeddings"] = 64,
            ["type_vocab_size"] = 2,
            ["hidden_act"] = "gelu",
            ["initializer_range"] = 0.08, // about 1 / sqrt(C): the usual 0.02 is made for wider models
            ["layer_norm_eps"] = 1e-12,
            ["hidden_dropout_prob"] = 0.0,
            ["attention_probs_dropout_prob"] = 0.0,
            ["pad_token_id"] = 0,
            ["id2label"] = labels,
            ["label2id"] = new JsonObject(corpus.Intents.Index().Select(intent =>
                KeyValuePair.Create(intent.Item, (JsonNode?)intent.Index))),
            ["torch_dtype"] = "float32",
        };
        BaseModelFactory.Create(config.ToJsonString(), Seed, folder, new Dictionary<string, string>
        {
            ["vocab.txt"] = string.Join('\n', pieces) + "\n",
            ["tokenizer_config.json"] =
                """
                {
                  "tokenizer_class": "BertTokenizer",
                  "do_lower_case": true,
                  "pad_token": "[PAD]",
                  "unk_token": "[UNK]",
                  "cls_token": "[CLS]",
                  "sep_token": "[SEP]",
                  "mask_token": "[MASK]"
                }

                """,
        });
    }
}
