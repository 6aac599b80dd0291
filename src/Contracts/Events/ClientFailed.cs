using FedK8s.Contracts.Identity;

namespace FedK8s.Contracts.Events;

/// <summary>
/// A worker cannot go on and a retry with the same input would fail again; the client is lost to the run until it
/// joins anew.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="ClientId">The client it played; null for the evaluator.</param>
/// <param name="Code">The exit code, for example <c>FK3001</c>; docs/errors has a page for each.</param>
/// <param name="Message">One line: the thing, what was found, what was wanted, the cure.</param>
public sealed record ClientFailed(RunId RunId, ClientId? ClientId, string Code, string Message);
