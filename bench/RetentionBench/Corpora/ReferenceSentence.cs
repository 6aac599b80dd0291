namespace FedK8s.RetentionBench.Corpora;

/// <summary>A sentence whose loss the base model's source states.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Text">After the start token, without an end.</param>
/// <param name="Stated">Mean over all tokens but the start, in nats.</param>
internal sealed record ReferenceSentence(string Name, string Text, double Stated)
{
    /// <summary>Of stories260k: one sentence of a story and one of a play.</summary>
    public static IReadOnlyList<ReferenceSentence> All { get; } =
    [
        new("story-sentence", "Once upon a time, there was a little girl named Lily.", 0.10014),
        new("play-sentence", "ROMEO: But soft, what light through yonder window breaks?", 3.96197),
    ];
}
