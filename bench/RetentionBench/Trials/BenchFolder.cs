using FedK8s.Cli.Samples;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Trials;

/// <summary>Where everything lies.</summary>
/// <param name="root">Absolute.</param>
internal sealed class BenchFolder(string root)
{
    public string Root { get; } = root;

    /// <summary>Says what the base model can do; written last.</summary>
    public string BaseDocument(string key) => Path.Combine(Root, "base", key, "base.json");

    /// <summary>A Hugging Face folder.</summary>
    public string BaseFolder(string key) => Path.Combine(Root, "base", key, "model");

    /// <summary>What a process writes while it works, and removes.</summary>
    public string Work(string key) => Path.Combine(Root, "work", key);

    /// <summary>Writes each client's examples, where the trial decides them; the files in the clients' order.</summary>
    public IReadOnlyList<string> WriteClients<TExample>(Trial trial, IEnumerable<IEnumerable<TExample>> clients)
    {
        var data = Path.Combine(Work(trial.Key()), "data");
        var paths = new List<string>();
        foreach (var (client, examples) in clients.Index())
        {
            paths.Add(Path.Combine(data, $"{TrialManifest.ClientName(client + 1)}.jsonl"));
            SampleLines.Write(paths[^1], examples);
        }

        return paths;
    }

    /// <summary>What the corpora's runs read.</summary>
    public CorpusFolder Corpora => new(Path.Combine(Root, "corpora"));

    /// <summary>A trial's result.</summary>
    public string Result(string key) => Path.Combine(Root, "trials", key + ".json");

    /// <summary>A general task's test set, which is the same for all trials.</summary>
    public string General(ToyTask task) => Written($"general-{task.Name}", path => ToyData.WriteGeneral(path, task));

    /// <summary>The set that learning rates are chosen on.</summary>
    public string Validation(ToyTask task, string domain) =>
        Written($"validation-{task.Name}{Suffix(domain)}", path => ToyData.WriteValidation(path, task, domain));

    /// <summary>A downstream test set.</summary>
    public string Test(ToyTask task, string domain) =>
        Written($"test-{task.Name}{Suffix(domain)}", path => ToyData.WriteTest(path, task, domain));

    // Always anew: the bytes are the same, and a file of an older version would not be noticed.
    private string Written(string name, Action<string> write)
    {
        var path = Path.Combine(Root, "data", name + ".jsonl");
        write(path);
        return path;
    }

    private static string Suffix(string domain) => domain == ToyTasks.Domain ? "" : "-other";
}
