using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>
/// A client's worker is alive and takes no steps. Its round does not wait for it any more, until it takes one or delivers.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Round">The open round.</param>
/// <param name="ClientId">Who is stuck.</param>
/// <param name="Attempt">The attempt it answers.</param>
/// <param name="Step">The last optimiser step that was heard of.</param>
/// <param name="Seconds">For how long it has been heard to be at that step.</param>
public sealed record ClientStuck(RunId RunId, RoundNumber Round, ClientId ClientId, int Attempt, int Step, int Seconds);
