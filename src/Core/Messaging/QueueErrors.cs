namespace FedK8s.Core.Messaging;

/// <summary>Messages of one queue that its consumer gave up on.</summary>
/// <param name="Queue">The queue that they were in at first.</param>
/// <param name="Messages">How many there are, at least 1.</param>
/// <param name="Reason">Why the oldest of them failed, in the words of its exception; null where it does not say.</param>
public sealed record QueueErrors(string Queue, int Messages, string? Reason);
