using System.IO.Hashing;

namespace FedK8s.Core.Checkpoints;

/// <summary>
/// Azure's blob client loads System.IO.Hashing by name. A project that only a package needs is not deployed with the
/// programs that reference this one; an assembly that this one names is. <see cref="Hashing"/> names it.
/// </summary>
internal static class BlobClientAssemblies
{
    internal static Type Hashing => typeof(NonCryptographicHashAlgorithm);
}
