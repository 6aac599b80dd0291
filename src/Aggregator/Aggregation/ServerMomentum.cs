using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// FedAvgM (arXiv:1909.06335, section 3.3) with a server learning rate of 1: v' = beta v + (average - w), w' = w + v'. Since w = w_before + v, the
/// velocity is what the last round changed, w - w_before: nothing but checkpoints has to be kept.
/// </summary>
/// <param name="beta">Above 0, below 1.</param>
/// <param name="checkpoint">w.</param>
/// <param name="before">w_before, the checkpoint that w came from; a tensor that it lacks has no velocity.</param>
internal sealed class ServerMomentum(double beta, ITensorSource checkpoint, ITensorSource before)
{
    private const int ChunkLength = 8192;

    /// <summary>Turns a part of the average into the same part of w'. Safe from several threads.</summary>
    /// <param name="name">The tensor's.</param>
    /// <param name="start">The part's first element.</param>
    /// <param name="average">The part.</param>
    public void Add(string name, long start, Span<float> average)
    {
        if (checkpoint.Find(name) is not { } now || before.Find(name) is not { } then || then.Shape != now.Shape)
        {
            return;
        }

        var last = new float[Math.Min(ChunkLength, average.Length)];
        var first = new float[last.Length];
        for (var done = 0; done < average.Length; done += ChunkLength)
        {
            var part = average[done..Math.Min(average.Length, done + ChunkLength)];
            checkpoint.ReadFloats(now, start + done, last.AsSpan(0, part.Length));
            before.ReadFloats(then, start + done, first.AsSpan(0, part.Length));
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = (float)(part[i] + (beta * ((double)last[i] - first[i])));
            }
        }
    }
}
