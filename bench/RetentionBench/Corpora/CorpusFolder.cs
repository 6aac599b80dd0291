using FedK8s.RetentionBench.Costs;

namespace FedK8s.RetentionBench.Corpora;

/// <summary>Where the base model and the texts lie, as the runs read them.</summary>
/// <param name="root">Absolute.</param>
internal sealed class CorpusFolder(string root)
{
    /// <summary>The tasks that show what is left of the base model, by name.</summary>
    public static IReadOnlyList<string> General { get; } = ["stories"];

    /// <summary>Of stories260k: width 64, four of eight heads for keys and values, feed-forward width 172.</summary>
    public static ModelShape Shape { get; } = new(5, (2 * 64 * 64) + (2 * 32 * 64) + (3 * 64 * 172) + (2 * 64));

    /// <summary>A Hugging Face folder.</summary>
    public string Model => Path.Combine(root, "stories260k");

    /// <summary>The test set of a general task.</summary>
    public string Measured(string task) => Path.Combine(root, $"{task}.txt");

    /// <summary>What a corpus' runs are measured on.</summary>
    public string Test(Corpus corpus) => Path.Combine(root, Name(corpus), $"test{Extension(corpus)}");

    /// <summary>What learning rates are chosen on.</summary>
    public string Validation(Corpus corpus) => Path.Combine(root, Name(corpus), $"validation{Extension(corpus)}");

    /// <summary>The texts of each speaker, in order; the files are there once the corpus is written.</summary>
    public string[] Speakers => [.. Directory.GetFiles(Path.Combine(root, Name(Corpus.Shakespeare), "speakers")).Order(StringComparer.Ordinal)];

    /// <summary>The text of one speaker.</summary>
    public string Speaker(string name) => Path.Combine(root, Name(Corpus.Shakespeare), "speakers", $"{name}.txt");

    /// <summary>All training examples of CLINC150.</summary>
    public string Requests => Path.Combine(root, Name(Corpus.Clinc150), "train.jsonl");

    private static string Name(Corpus corpus) => corpus == Corpus.Shakespeare ? "shakespeare" : "clinc150";

    private static string Extension(Corpus corpus) => corpus == Corpus.Shakespeare ? ".txt" : ".jsonl";
}
