namespace FedK8s.Worker.Data;

/// <summary>An example as the model sees it.</summary>
/// <param name="Tokens">At least 2 ids; the last is the end token unless the example was cut.</param>
/// <param name="FirstTarget">
/// From 1: the position of the first token that the loss counts; all after it count too. Tokens before it are only
/// read.
/// </param>
internal sealed record EncodedExample(int[] Tokens, int FirstTarget)
{
    /// <summary>Tokens that the model is asked to predict, at least 1.</summary>
    public int TargetCount => Tokens.Length - FirstTarget;
}
