namespace FedK8s.Chaos.Runs;

/// <summary>A shape's run without a fault, that the others are compared with.</summary>
/// <param name="Document">The content of <c>run.json</c>, as <c>fedk8s submit</c> wrote it.</param>
/// <param name="Content">What it left in its store.</param>
/// <param name="Requests">How many requests each party sent to the blob service.</param>
internal sealed record Undisturbed(byte[] Document, StoreContent Content, IReadOnlyDictionary<string, int> Requests);
