using Microsoft.Extensions.Logging;

namespace FedK8s.Worker.Hardware;

/// <summary>Notices a libtorch that would compute on the reference BLAS, of which nothing else warns.</summary>
internal static partial class BlasCheck
{
    private const string MapsFile = "/proc/self/maps";

    // Debian's libblas3 puts the reference here; the alternatives system then points /usr/lib/<triplet>/libblas.so.3 at
    // it.
    private const string ReferenceFolderAndName = "/blas/libblas.so.3";
    private static readonly string[] OptimisedNames = ["openblas", "blis", "mkl", "atlas"];

    /// <summary>Which BLAS the text of <c>/proc/self/maps</c> shows.</summary>
    /// <param name="maps">Lines of address, rights, offset, device, inode and path, as in proc(5).</param>
    public static BlasLibrary Find(string maps)
    {
        var files = maps.Split('\n')
            .Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var start ? line[start..].TrimEnd() : "")
            .Where(path => path.Contains(".so", StringComparison.Ordinal))
            .ToHashSet();
        if (files.Any(path => OptimisedNames.Any(name => path.Contains(name, StringComparison.OrdinalIgnoreCase))))
        {
            return BlasLibrary.Optimised;
        }

        return files.Any(path => path.Contains(ReferenceFolderAndName, StringComparison.Ordinal))
            ? BlasLibrary.Reference
            : BlasLibrary.None;
    }

    /// <summary>Looks at this process, once libtorch is loaded, and warns where the reference BLAS is in use.</summary>
    public static void Warn(ILogger logger)
    {
        if (OperatingSystem.IsLinux() && Find(File.ReadAllText(MapsFile)) == BlasLibrary.Reference)
        {
            LogReferenceBlas(logger);
        }
    }

    [LoggerMessage(3001, LogLevel.Warning,
        "Matrix products run on the reference BLAS, 20 to 50 times slower than need be: apt-get install "
        + "libopenblas0-pthread")]
    private static partial void LogReferenceBlas(ILogger logger);
}
