namespace System.IO.Hashing;

/// <summary>
/// The one type of Microsoft's System.IO.Hashing that Azure.Storage.Blobs 12.17 refers to. It lets the blob client load
/// from a feed that lacks the package; nothing here computes a hash.
/// </summary>
public abstract class NonCryptographicHashAlgorithm(int hashLengthInBytes)
{
    public int HashLengthInBytes { get; } = hashLengthInBytes;

    public abstract void Append(ReadOnlySpan<byte> source);

    public abstract void Reset();

    protected abstract void GetCurrentHashCore(Span<byte> destination);

    protected virtual void GetHashAndResetCore(Span<byte> destination)
    {
        GetCurrentHashCore(destination);
        Reset();
    }
}
