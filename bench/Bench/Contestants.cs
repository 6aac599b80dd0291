using FedK8s.Bench.FedAvg;
using FedK8s.Bench.Folders;
using FedK8s.Bench.Orchestration;
using FedK8s.Bench.PartialMemory;
using FedK8s.Bench.RoundMemory;
using FedK8s.Bench.Safetensors;
using FedK8s.Bench.Steps;

namespace FedK8s.Bench;

/// <summary>The sides of comparisons that this program plays itself, each in a process of its own.</summary>
internal static class Contestants
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "contestant";

    private static readonly Dictionary<string, Action<string[]>> ByName = new()
    {
        ["fedavg-memory"] = MemoryContestant.Serve,
        ["fedavg-files"] = FileContestant.Serve,
        ["safetensors-read"] = ReadContestant.Serve,
        ["safetensors-write"] = WriteContestant.Serve,
        ["safetensors-convert"] = ConversionContestant.Serve,
        ["model-folder"] = FolderContestant.Serve,
        ["step"] = StepContestant.Serve,
        ["partial-memory"] = PartialMemoryContestant.Serve,
        ["bandwidth"] = BandwidthContestant.Serve,
        ["round"] = RoundContestant.Serve,
        ["orchestration-aggregator"] = AggregatorContestant.Serve,
        ["orchestration-clients"] = ClientsContestant.Serve,
    };

    /// <summary>Plays one until its input ends.</summary>
    public static void Serve(string name, string[] arguments) => ByName[name](arguments);
}
