using System.Text.Json.Serialization;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Costs;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Trials;

/// <summary>Whose data, and which inputs.</summary>
/// <param name="Name">For tables.</param>
internal sealed record Setting(string Name)
{
    /// <summary>Clients, at least 1; 1 is training in one place.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Concentration of each answer's shares over the clients; null where all clients have the same answers.</summary>
    public double? Alpha { get; init; }

    /// <summary>Share of the clients asked in each round.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>What every client is; null for a fleet of three classes (<see cref="DeviceClass.Of"/>).</summary>
    public DeviceClass? Devices { get; init; }

    /// <summary>R where it is another than the protocol's; otherwise null.</summary>
    public int? Rounds { get; init; }

    /// <summary>Whether downstream inputs share no symbol with the general ones.</summary>
    public bool IsDisjoint { get; init; }

    /// <summary>Whether a second downstream task follows the first.</summary>
    public bool IsSequence { get; init; }

    /// <summary>What is taught; null for the toy.</summary>
    public Corpus? Corpus { get; init; }

    /// <summary>The base model's.</summary>
    [JsonIgnore]
    public ModelShape Shape => Corpus is null ? ToyModel.Shape : CorpusFolder.Shape;

    /// <summary>What each client is, in their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<DeviceClass> Fleet =>
        [.. Enumerable.Range(0, Clients).Select(client => Devices ?? DeviceClass.Of(client, Clients))];

    /// <summary>Whether the data is in one place.</summary>
    public bool IsCentralised => Clients == 1;
}
