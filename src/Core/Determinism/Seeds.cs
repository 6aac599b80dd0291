using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FedK8s.Core.Determinism;

/// <summary>
/// Independent seeds from one: every random choice of a run has a seed of its own, so none depends on how many others
/// were made before it, in which order, or on which thread.
/// </summary>
public static class Seeds
{
    /// <summary>The seed for one purpose: the first 8 bytes of the SHA-256 of the run's seed and the purpose's
    /// words.</summary>
    /// <param name="runSeed"><c>spec.localTraining.seed</c>.</param>
    /// <param name="purpose">What it is for and of whom, for example <c>"shuffle", "site-a", "3"</c>.</param>
    public static ulong Derive(long runSeed, params ReadOnlySpan<string> purpose)
    {
        // A line feed cannot be part of a name, so two lists of words never give the same text.
        var text = string.Join('\n', [runSeed.ToString(CultureInfo.InvariantCulture), .. purpose]);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
