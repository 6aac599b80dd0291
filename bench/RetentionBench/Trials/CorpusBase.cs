using FedK8s.RetentionBench.Corpora;

namespace FedK8s.RetentionBench.Trials;

/// <summary>The base model of the corpora's runs: a third party's, which is not trained here.</summary>
/// <param name="folder">Where everything lies.</param>
internal sealed class CorpusBase(BenchFolder folder)
{
    /// <summary>In place of a key: it is always the same.</summary>
    public const string Key = "stories260k, answers are lines";

    /// <summary>Writes the model and the texts.</summary>
    /// <param name="source">The folder of the third parties' files.</param>
    /// <exception cref="Core.Errors.RunFailedException">A file is not there, or it is another one.</exception>
    public void Write(string source) => new CorpusFiles(source, folder.Corpora).Write();

    /// <summary>The model; null where it is not written yet.</summary>
    public BaseModel? Find() => Directory.Exists(folder.Corpora.Model) ? Model : null;

    /// <summary>What it can do is seen at the start of every run.</summary>
    public static BaseModel Model { get; } =
        new(Key, [.. CorpusFolder.General.Select(task => new TaskAccuracy(task, null))], [], 0);
}
