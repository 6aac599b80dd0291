using FedK8s.Cli.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly Sample _sample = new();

    [Fact]
    public void A_right_manifest_has_no_problem() => Assert.Empty(ManifestReader.Read(_sample.Write()).Problems);

    [Fact]
    public void What_is_written_is_what_the_records_hold()
    {
        var spec = Run(_sample.Write()).Spec;

        Assert.Equal((4, 8, 5e-5, 3), (spec.Method.Lora!.Rank, spec.LocalTraining.BatchSize, spec.LocalTraining.LearningRate, spec.Rounds.Max));
    }

    [Fact]
    public void What_is_not_written_has_the_records_defaults() =>
        Assert.Equal(new LocalTrainingSpec { BatchSize = 8 }, Run(_sample.Write()).Spec.LocalTraining);

    [Fact]
    public void Relative_addresses_are_relative_to_the_manifest() =>
        Assert.Equal($"file://{_sample.Folder}/base", Run(_sample.Write()).Spec.Model.StorageUri);

    [Fact]
    public void A_store_given_aside_takes_the_place_of_the_manifests()
    {
        var manifest = ManifestReader.Read(_sample.Write("file://out", "az://runs/clinic"), "/elsewhere");

        Assert.Equal(("file:///elsewhere", 0), (manifest.Run!.Spec.Checkpoint.StorageUri, manifest.Problems.Count));
    }

    [Fact]
    public void A_pod_template_is_kept_as_it_is()
    {
        var run = Run(_sample.Write(
            "- name: site-b", "- name: site-b\n    template: {spec: {ports: [8080, 0.5], host: 'true', wait: true, none: }}"));

        Assert.Equal(
            """{"spec":{"ports":[8080,0.5],"host":"true","wait":true,"none":null}}""",
            run.Spec.Clients[1].Template!.Value.GetRawText());
    }

    [Fact]
    public void An_alias_stands_for_the_value_of_its_anchor()
    {
        var yaml = Sample.Yaml
            .Replace("batchSize: 8", "batchSize: &four 4", StringComparison.Ordinal)
            .Replace("max: 3", "max: *four", StringComparison.Ordinal);

        Assert.Equal(4, Run(_sample.WriteText(yaml)).Spec.Rounds.Max);
    }

    [Fact]
    public void Fields_that_only_a_cluster_acts_on_are_named_once()
    {
        var yaml = Sample.Yaml
            .Replace("- name: site-a", "- name: site-a\n    template: {}", StringComparison.Ordinal)
            .Replace("- name: site-b", "- name: site-b\n    template: {}", StringComparison.Ordinal)
            .Replace("spec:\n", "spec:\n  managedBy: x\n", StringComparison.Ordinal);

        Assert.Equal(["spec.clients[].template", "spec.managedBy"], ManifestReader.Read(_sample.WriteText(yaml)).NotApplying);
    }

    [Fact]
    public void What_a_cluster_adds_to_a_manifest_is_no_problem()
    {
        var yaml = Sample.Yaml.Replace("name: clinic", "name: clinic\n  generation: 3", StringComparison.Ordinal) + "\nstatus: {phase: x}\n";

        Assert.Empty(ManifestReader.Read(_sample.WriteText(yaml)).Problems);
    }

    [Fact]
    public void A_manifest_that_is_not_there_has_its_code() =>
        Assert.Equal(
            ExitCodes.FileNotFound,
            Assert.Throws<RunFailedException>(() => ManifestReader.Read(Path.Combine(_sample.Folder, "no.yaml"))).Code);

    public void Dispose() => _sample.Dispose();

    private static FederatedRun Run(string path)
    {
        var manifest = ManifestReader.Read(path);
        Assert.Empty(manifest.Problems);
        return manifest.Run!;
    }
}
