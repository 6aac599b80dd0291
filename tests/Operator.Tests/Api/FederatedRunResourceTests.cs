using System.Reflection;
using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Spec;
using FedK8s.Operator.Api;
using k8s.Models;

namespace FedK8s.Operator.Tests.Api;

public sealed class FederatedRunResourceTests
{
    private const string Served = """
        {
          "apiVersion": "fedk8s.io/v1alpha1",
          "kind": "FederatedRun",
          "metadata": {
            "name": "clinic", "namespace": "ml", "uid": "6f1c", "resourceVersion": "17", "generation": 2,
            "labels": {"team": "vision"}
          },
          "spec": {
            "model": {"storageUri": "az://models/llama"},
            "task": {"kind": "CausalLM"},
            "method": {"lora": {"rank": 16}},
            "rounds": {"max": 20},
            "checkpoint": {"storageUri": "az://runs/clinic"},
            "clients": [{"name": "site-a", "data": {"storageUri": "pvc://site-a/train.jsonl"}}]
          }
        }
        """;

    [Fact]
    public void What_the_server_serves_is_the_run_that_every_process_knows()
    {
        var run = Read().ToRun();

        Assert.Equal(("clinic", "ml", "6f1c"), (run.Metadata.Name, run.Metadata.Namespace, run.Metadata.Uid));
        Assert.Equal("vision", run.Metadata.Labels!["team"]);
        Assert.Equal((16, 20, "site-a"), (run.Spec.Method.Lora!.Rank, run.Spec.Rounds.Max, run.Spec.Clients[0].Name));
    }

    [Fact]
    public void Fields_that_were_left_out_have_their_defaults() =>
        Assert.Equal(new LocalTrainingSpec(), Read().ToRun().Spec.LocalTraining);

    [Fact]
    public void The_server_knows_it_by_group_version_and_plural()
    {
        var entity = typeof(FederatedRunResource).GetCustomAttribute<KubernetesEntityAttribute>()!;

        Assert.Equal(
            (Versions.V1Alpha1, Versions.Kind, "federatedruns"),
            ($"{entity.Group}/{entity.ApiVersion}", entity.Kind, entity.PluralName));
    }

    private static FederatedRunResource Read() =>
        JsonSerializer.Deserialize<FederatedRunResource>(Served, ContractJson.Options)!;
}
