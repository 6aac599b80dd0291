namespace FedK8s.Worker.Data;

/// <summary>An example as the model sees it.</summary>
/// <param name="Tokens">
/// At least 2 ids, the last being the end token unless the example was cut; with a label at least 1.
/// </param>
/// <param name="FirstTarget">
/// From 1: the position of the first token that the loss counts; all after it count too. Tokens before it are only
/// read. Without meaning where there is a label.
/// </param>
/// <param name="Label">What the loss counts instead of tokens: the id of the label; null where there is none.</param>
internal sealed record EncodedExample(int[] Tokens, int FirstTarget, int? Label = null)
{
    /// <summary>Tokens that the model reads: without a label all but the last, which is only predicted.</summary>
    public int InputCount => Label is null ? Tokens.Length - 1 : Tokens.Length;

    /// <summary>What the model is asked for, at least 1: tokens, or one label.</summary>
    public int TargetCount => Label is null ? Tokens.Length - FirstTarget : 1;
}
