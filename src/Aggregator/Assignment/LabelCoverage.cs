namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// How unevenly each block sees the labels, kept up to date while clients change their blocks: KL(c_b || q_bar) in bits,
/// where c_b is the mix of the labels of its trainers, by example counts. A block without trainers counts 0.
/// </summary>
internal sealed class LabelCoverage(LabelMixes mixes, int blockCount)
{
    private readonly int _labelCount = mixes.Pooled.Count;

    // Of block b and label i at b * labels + i: m = sum_k x_k,b n_k q_k,i, and m ln(m / q_bar_i), whose sum over i tells KL.
    private readonly double[] _masses = new double[blockCount * mixes.Pooled.Count];
    private readonly double[] _terms = new double[blockCount * mixes.Pooled.Count];
    private readonly double[] _totals = new double[blockCount];
    private readonly double[] _sums = new double[blockCount];

    /// <summary>KL of a block with a client less KL without it, whether the client trains it or not.</summary>
    /// <param name="block">Its number.</param>
    /// <param name="client">The client's index.</param>
    /// <param name="exampleCount">n_k.</param>
    /// <param name="isTrainer">Whether the client is one of the block's trainers now.</param>
    public double Change(int block, int client, long exampleCount, bool isTrainer)
    {
        var weight = isTrainer ? -exampleCount : exampleCount;
        var sum = _sums[block];
        var mix = mixes.Mixes[client];
        var masses = Row(_masses, block);
        var terms = Row(_terms, block);
        for (var i = 0; i < mix.Length; i++)
        {
            if (mix[i] > 0)
            {
                sum += Term(Math.Max(0, masses[i] + (weight * mix[i])), i) - terms[i];
            }
        }

        var change = Kl(sum, _totals[block] + weight) - Kl(_sums[block], _totals[block]);
        return isTrainer ? -change : change;
    }

    /// <summary>Takes a client in or out of a block's trainers.</summary>
    public void Set(int block, int client, long exampleCount, bool isTrainer)
    {
        var weight = isTrainer ? exampleCount : -exampleCount;
        var mix = mixes.Mixes[client];
        var masses = Row(_masses, block);
        var terms = Row(_terms, block);
        _totals[block] += weight;
        _sums[block] = 0;
        var isEmpty = _totals[block] <= 0; // and what rounding leaves then is none of the labels
        for (var i = 0; i < mix.Length; i++)
        {
            if (mix[i] > 0 || isEmpty)
            {
                masses[i] = isEmpty ? 0 : Math.Max(0, masses[i] + (weight * mix[i]));
                terms[i] = Term(masses[i], i);
            }

            _sums[block] += terms[i];
        }
    }

    private Span<double> Row(double[] matrix, int block) => matrix.AsSpan(block * _labelCount, _labelCount);

    private double Term(double mass, int label) => mass > 0 ? mass * Math.Log(mass / mixes.Pooled[label]) : 0;

    private static double Kl(double sum, double total) =>
        total > 0 ? Math.Max(0, ((sum / total) - Math.Log(total)) / Math.Log(2)) : 0;
}
