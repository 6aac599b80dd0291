using System.Text;
using System.Text.Json.Nodes;
using FedK8s.Cli.Samples;
using FedK8s.Core.Determinism;
using FedK8s.Core.Files;
using FedK8s.Worker.Conversion;

namespace FedK8s.RetentionBench.Corpora;

/// <summary>Writes what the corpora's runs read, always the same bytes from the same files.</summary>
/// <param name="source">The folder of the third parties' files; docs/samples.md says where to get them.</param>
/// <param name="folder">Where it goes.</param>
internal sealed class CorpusFiles(string source, CorpusFolder folder)
{
    private const long Seed = 260_032;
    private const int TestRequests = 400;
    private const int ValidationRequests = 200;
    private const int GeneralCharacters = 16_000;
    private const string LineEnd = "<0x0A>";
    private const string HeldOut = "held-out";

    /// <summary>Writes the base model, and the texts of both corpora.</summary>
    /// <exception cref="Core.Errors.RunFailedException">A file is not there, or it is another one.</exception>
    public void Write()
    {
        WriteModel();
        WriteShakespeare();
        WriteRequests();
    }

    private void WriteModel()
    {
        if (!Directory.Exists(folder.Model)) // it appears whole or not at all
        {
            var stories = Path.Combine(source, "stories260k");
            ModelConversion.Convert(
                CheckpointFormat.Llama2c, Path.Combine(stories, "stories260K.bin"), Path.Combine(stories, "tok512.bin"), folder.Model);
        }

        // The model was never trained to end a text, and no frozen output layer learns to: answers end with the line.
        var path = Path.Combine(folder.Model, "tokenizer_config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject(); // written by the conversion
        config["eos_token"] = LineEnd;
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(config.ToJsonString()));
    }

    // As in the sample; of what is held out there, every second paragraph is for choosing learning rates.
    private void WriteShakespeare()
    {
        foreach (var (name, text) in ShakespeareData.Read(source))
        {
            if (name == HeldOut)
            {
                var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                WriteText(folder.Test(Corpus.Shakespeare), Join(paragraphs, remainder: 0));
                WriteText(folder.Validation(Corpus.Shakespeare), Join(paragraphs, remainder: 1));
            }
            else
            {
                var isGeneral = CorpusFolder.General.Contains(name);
                WriteText(isGeneral ? folder.Measured(name) : folder.Speaker(name), isGeneral ? text[..GeneralCharacters] : text);
            }
        }
    }

    private void WriteRequests()
    {
        var corpus = IntentCorpus.Read(Path.Combine(source, "clinc150"));
        var domains = corpus.Domains
            .SelectMany(domain => domain.Value.Select(intent => (Intent: intent, Domain: domain.Key)))
            .ToDictionary(pair => pair.Intent, pair => pair.Domain, StringComparer.Ordinal);
        SampleLines.Write(folder.Requests, corpus.Train.Select(RequestOf));
        SampleLines.Write(folder.Test(Corpus.Clinc150), Some(corpus.Test, TestRequests));
        SampleLines.Write(folder.Validation(Corpus.Clinc150), Some(corpus.Validation, ValidationRequests));

        ClincRequest RequestOf(LabelledExample example) => ClincRequest.Of(example.Text, domains[example.Label]);

        IEnumerable<ClincRequest> Some(IEnumerable<LabelledExample> examples, int count)
        {
            var shuffled = examples.ToArray();
            new SeededRandom(Seeds.Derive(Seed, "requests")).Shuffle(shuffled.AsSpan());
            return shuffled.Take(count).Select(RequestOf);
        }
    }

    private static string Join(string[] paragraphs, int remainder) =>
        string.Concat(paragraphs.Where((_, index) => index % 2 == remainder).Select(paragraph => $"{paragraph}\n\n"));

    private static void WriteText(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));

    private sealed record PlainText(string Text);
}
