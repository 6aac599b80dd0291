namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Takes white space off the ends.</summary>
internal sealed class Strip(bool isLeft, bool isRight) : INormalizer
{
    public string Normalize(string text)
    {
        text = isLeft ? text.TrimStart() : text;
        return isRight ? text.TrimEnd() : text;
    }
}
