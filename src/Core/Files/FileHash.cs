using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FedK8s.Core.Files;

/// <summary>The SHA-256 of an open file.</summary>
internal static class FileHash
{
    private const int BufferByteCount = 1 << 20;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    /// <param name="file">Its content is read from the start; its position is not used.</param>
    /// <param name="cancellationToken">Looked at once a MiB.</param>
    public static Task<string> OfAsync(SafeFileHandle file, CancellationToken cancellationToken) =>
        Task.Run(() => Of(file, cancellationToken), cancellationToken);

    private static string Of(SafeFileHandle file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferByteCount);
        try
        {
            for (var offset = 0L; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(file, buffer.AsSpan(0, BufferByteCount), offset);
                if (read == 0)
                {
                    return Convert.ToHexStringLower(hash.GetCurrentHash());
                }

                hash.AppendData(buffer, 0, read);
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
