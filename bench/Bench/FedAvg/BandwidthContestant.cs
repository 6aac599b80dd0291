using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FedK8s.Bench.Harness;

namespace FedK8s.Bench.FedAvg;

/// <summary>
/// What the machine's memory gives at most: 1 GiB is read and added up, nothing is written, as far as possible nothing else is
/// done. The averages are compared with this, for they too read sixteen bytes for each that they write.
/// </summary>
internal static class BandwidthContestant
{
    public const long ByteCount = Updates.Count * Updates.ByteCount;

    public static void Serve(string[] arguments)
    {
        var threads = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var parts = Enumerable.Range(0, Updates.Count).Select(_ => new float[Updates.ByteCount / sizeof(float)]).ToArray();
        foreach (var part in parts)
        {
            Array.Fill(part, 1f);
        }

        var total = 0f;
        ContestantLoop.Serve(
            () =>
            {
                var sums = new float[threads];
                Parallel.For(0, threads, thread =>
                {
                    for (var part = thread; part < parts.Length; part += threads)
                    {
                        sums[thread] += Sum(parts[part]);
                    }
                });
                total = sums.Sum();
            },
            () => new Dictionary<string, double> { ["checksum"] = total });
    }

    // Eight sums side by side hide the latency of the additions.
    private static float Sum(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (e, f, g, h) = (a, a, a, a);
        for (var i = 0; i + 8 <= vectors.Length; i += 8)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
            e += vectors[i + 4];
            f += vectors[i + 5];
            g += vectors[i + 6];
            h += vectors[i + 7];
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }
}
