namespace FedK8s.Bench.Harness;

/// <summary>The OpenBLAS kernels for every contestant: those that FedK8s chooses for itself, unless the user chose.</summary>
internal static class BlasKernels
{
    public const string Variable = "OPENBLAS_CORETYPE";

    private static readonly string[] WantedFlags = ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"];

    /// <summary>Null: leave the choice to OpenBLAS.</summary>
    public static string? Best { get; } = Environment.GetEnvironmentVariable(Variable)
        ?? (HasAvx512() ? "SkylakeX" : null);

    private static bool HasAvx512()
    {
        const string processors = "/proc/cpuinfo";
        if (!File.Exists(processors))
        {
            return false;
        }

        var flags = File.ReadLines(processors).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        return flags is not null && WantedFlags.All(flags.Split(' ').Contains);
    }
}
