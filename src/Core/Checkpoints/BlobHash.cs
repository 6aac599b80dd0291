namespace FedK8s.Core.Checkpoints;

/// <summary>How a SHA-256 is written: 64 lower-case hexadecimal digits.</summary>
internal static class BlobHash
{
    private const int Length = 64;

    public static bool IsValid(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
