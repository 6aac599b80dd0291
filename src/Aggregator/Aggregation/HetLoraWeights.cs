using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// What a client's LoRA factors weigh by HetLoRA (arXiv:2401.06432, section 3): ||B_k A_k||_F of each pair, by which both of its factors
/// are averaged. (B A) itself, (out, in), is never made: its squared norm is the sum of (B^T B) * (A A^T), both (rank, rank).
/// </summary>
internal static class HetLoraWeights
{
    /// <summary>The weights by the names of the factors.</summary>
    /// <param name="update">One client's; factors in pairs.</param>
    public static IReadOnlyDictionary<string, double> Of(ITensorSource update)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var a in update.Entries.Where(entry => LoraFactors.IsA(entry.Name)))
        {
            if (update.Find($"{a.Name[..^LoraFactors.A.Length]}{LoraFactors.B}") is { } b)
            {
                weights[a.Name] = weights[b.Name] = Norm(Floats(update, a), Floats(update, b), (int)a.Shape[0]);
            }
        }

        return weights;
    }

    // One after the other in double: a sum over vector lanes would depend on the machine.
    private static double Norm(float[] a, float[] b, int rank)
    {
        var (width, height) = (a.Length / rank, b.Length / rank);
        var sum = 0.0;
        for (var i = 0; i < rank; i++)
        {
            for (var j = 0; j < rank; j++)
            {
                var (left, right) = (0.0, 0.0);
                for (var o = 0; o < height; o++)
                {
                    left += (double)b[(o * rank) + i] * b[(o * rank) + j];
                }

                for (var x = 0; x < width; x++)
                {
                    right += (double)a[(i * width) + x] * a[(j * width) + x];
                }

                sum += left * right;
            }
        }

        return Math.Sqrt(Math.Max(0, sum)); // rounding may leave a little less than nothing
    }

    private static float[] Floats(ITensorSource source, TensorEntry entry)
    {
        var values = new float[entry.Shape.ElementCount];
        source.ReadFloats(entry, 0, values);
        return values;
    }
}
