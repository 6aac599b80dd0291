using FedK8s.Chaos.Runs;

namespace FedK8s.Chaos.Faults;

/// <summary>A run with its faults, and what may become of it.</summary>
/// <param name="Step">Who is struck and where, for example <c>worker: update-manifest</c>.</param>
/// <param name="Fault">What strikes, for example <c>kill -9 before</c>.</param>
/// <param name="Faults">The faults themselves; none for the undisturbed run.</param>
internal sealed record Scenario(string Step, string Fault, IReadOnlyList<Fault> Faults)
{
    /// <summary>What is trained.</summary>
    public Shape Shape { get; init; } = Shape.Quick;

    /// <summary>Aggregators at a time.</summary>
    public int Aggregators { get; init; } = 1;

    /// <summary>Parties that have a small disk of their own for state and cache.</summary>
    public IReadOnlyList<string> SmallDisks { get; init; } = [];

    /// <summary>Whether the blob service has one, too; it is then another than the other runs'.</summary>
    public bool HasSmallBlobDisk { get; init; }

    /// <summary>Codes with which the run may end instead of with the undisturbed run's bytes; none for most faults.</summary>
    public IReadOnlyList<string> MayEndWith { get; init; } = [];

    /// <summary>Tells it apart from the others.</summary>
    public string Name => $"{Step} / {Fault}";
}
