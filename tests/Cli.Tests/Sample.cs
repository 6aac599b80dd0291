using FedK8s.Testing;

namespace FedK8s.Cli.Tests;

/// <summary>A manifest in which everything is right, with its files; a test replaces the one thing that it is about.</summary>
internal sealed class Sample : IDisposable
{
    public const string Yaml = """
        apiVersion: fedk8s.io/v1alpha1
        kind: FederatedRun
        metadata:
          name: clinic
        spec:
          model:
            storageUri: file://base
          task:
            kind: CausalLM
          method:
            lora:
              rank: 4
          localTraining:
            batchSize: 8
            learningRate: "5e-5"
          rounds:
            max: 3
          checkpoint:
            storageUri: file://out
          clients:
          - name: site-a
            data:
              storageUri: file://site-a.jsonl
          - name: site-b
            data:
              storageUri: file://site-b.jsonl
        """;

    private readonly TemporaryFolder _folder = new();

    public Sample()
    {
        Directory.CreateDirectory(_folder["base"]);
        File.WriteAllText(_folder["base", "config.json"], "{}");
        File.WriteAllText(_folder["site-a.jsonl"], "{\"text\": \"a\"}\n");
        File.WriteAllText(_folder["site-b.jsonl"], "{\"text\": \"b\"}\n");
    }

    public string Folder => _folder.Path;

    public string ManifestPath => _folder["run.yaml"];

    /// <summary>Writes the manifest, <paramref name="old"/> replaced by <paramref name="replacement"/>, and returns its path.</summary>
    public string Write(string old = "", string replacement = "")
    {
        Assert.Contains(old, Yaml, StringComparison.Ordinal);
        return WriteText(old.Length == 0 ? Yaml : Yaml.Replace(old, replacement, StringComparison.Ordinal));
    }

    public string WriteText(string yaml)
    {
        File.WriteAllText(ManifestPath, yaml);
        return ManifestPath;
    }

    public void Dispose() => _folder.Dispose();
}
