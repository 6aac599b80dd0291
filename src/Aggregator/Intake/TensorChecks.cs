using System.Numerics.Tensors;
using FedK8s.Contracts.Identity;
using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Intake;

/// <summary>Do the tensors fit the checkpoint, are they finite, and are they near enough? Read in chunks, so memory stays flat.</summary>
internal static class TensorChecks
{
    // 32 KiB of floats: small enough to stay in the first-level cache between the checks of a chunk.
    private const int ChunkLength = 8192;

    /// <summary>The first problem among the tensors, in the ordinal order of names; null where there is none.</summary>
    /// <param name="checkpoint">What training started from.</param>
    /// <param name="update">All of its tensors or, where the client trained a part, that part.</param>
    /// <param name="rules">What the client was asked for.</param>
    public static Verdict.Rejected? FindProblem(ITensorSource checkpoint, ITensorSource update, UpdateRules rules)
    {
        if (update.Entries.Count == 0)
        {
            return new(RejectionReason.NameMismatch, "The update holds no tensor, expected at least one of the checkpoint's.");
        }

        return FindRepeated(update)
            ?? update.Entries.Select(entry => FindMisfit(checkpoint, entry, rules.Rank)).FirstOrDefault(problem => problem is not null)
            ?? FindForeign(update, rules.Blocks)
            ?? FindFrozen(update, rules.FreezesA)
            ?? FindNonFinite(update)
            ?? FindDistance(checkpoint, update, rules.MaxUpdateNorm);
    }

    private static Verdict.Rejected? FindRepeated(ITensorSource update) =>
        update.Entries.Zip(update.Entries.Skip(1)).FirstOrDefault(pair => pair.First.Name == pair.Second.Name) is { First: { } entry }
            ? new(RejectionReason.NameMismatch, $"The update holds the tensor {entry.Name} twice, expected each name once.")
            : null;

    private static Verdict.Rejected? FindMisfit(ITensorSource checkpoint, TensorEntry entry, int? rank)
    {
        if (checkpoint.Find(entry.Name) is not { } expected)
        {
            return new(RejectionReason.NameMismatch, $"The update holds the tensor {entry.Name}, which the checkpoint has not.");
        }

        if (entry.Type != expected.Type)
        {
            return new(RejectionReason.TypeMismatch, $"{entry.Name} is {entry.Type.FormatName()}, expected {expected.Type.FormatName()}.");
        }

        var shape = rank is { } part ? LoraFactors.AtRank(entry.Name, expected.Shape, part) : expected.Shape;
        return entry.Shape == shape
            ? null
            : new(RejectionReason.ShapeMismatch, $"{entry.Name} has shape {entry.Shape}, expected {shape}.");
    }

    private static Verdict.Rejected? FindForeign(ITensorSource update, IReadOnlyList<BlockId>? assigned) =>
        update.Entries.FirstOrDefault(entry => assigned is not null && !IsAssigned(entry.Name, assigned)) is { } foreign
            ? new(RejectionReason.NotAssigned,
                $"The update holds the tensor {foreign.Name}, expected those of {string.Join(", ", assigned!)}.") // not null: asked above
            : null;

    private static bool IsAssigned(string name, IReadOnlyList<BlockId> assigned) =>
        BlockNames.Find(name) is { } block && (block == BlockNames.Head || assigned.Contains(block));

    private static Verdict.Rejected? FindFrozen(ITensorSource update, bool freezesA) =>
        update.Entries.FirstOrDefault(entry => LoraFactors.IsSum(entry.Name) || (freezesA && LoraFactors.IsA(entry.Name))) is { } frozen
            ? new(RejectionReason.NotAssigned, $"The update holds the tensor {frozen.Name}, which no client trains in this run.")
            : null;

    private static Verdict.Rejected? FindNonFinite(ITensorSource update)
    {
        var chunk = new float[ChunkLength];
        foreach (var entry in update.Entries)
        {
            for (var start = 0L; start < entry.Shape.ElementCount; start += ChunkLength)
            {
                var values = chunk.AsSpan(0, (int)Math.Min(ChunkLength, entry.Shape.ElementCount - start));
                update.ReadFloats(entry, start, values); // exact for F32, BF16 and F16
                if (!TensorPrimitives.IsFiniteAll<float>(values))
                {
                    return new(RejectionReason.NonFiniteValues,
                        $"{entry.Name} holds values that are infinite or not a number; lower the learning rate or check the data.");
                }
            }
        }

        return null;
    }

    private static Verdict.Rejected? FindDistance(ITensorSource checkpoint, ITensorSource update, double maxUpdateNorm)
    {
        if (maxUpdateNorm <= 0)
        {
            return null;
        }

        var distance = Math.Sqrt(update.Entries.Sum(entry => SquaredDistance(checkpoint, update, entry)));
        return distance <= maxUpdateNorm
            ? null
            : new(RejectionReason.NormTooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"The update is {distance:G6} from the checkpoint, allowed is {maxUpdateNorm:G6} (aggregation.maxUpdateNorm)."));
    }

    // Added up one by one: a sum over vector lanes would depend on the machine, and with it the verdict at the bound.
    private static double SquaredDistance(ITensorSource checkpoint, ITensorSource update, TensorEntry entry)
    {
        var from = checkpoint.Find(entry.Name)!; // FindMisfit has refused updates with other names
        var trained = new float[ChunkLength];
        var started = new float[ChunkLength];
        var sum = 0.0;
        foreach (var (start, startedAt, length) in Parts(entry.Shape, from.Shape))
        {
            update.ReadFloats(entry, start, trained.AsSpan(0, length));
            checkpoint.ReadFloats(from, startedAt, started.AsSpan(0, length));
            for (var i = 0; i < length; i++)
            {
                var difference = (double)trained[i] - started[i];
                sum += difference * difference;
            }
        }

        return sum;
    }

    // Where both lie, part by part: a factor of a lower rank is the start of each of the checkpoint's rows.
    private static IEnumerable<(long Start, long StartedAt, int Length)> Parts(TensorShape update, TensorShape checkpoint)
    {
        var isNarrow = update.Count == 2 && update[1] != checkpoint[1];
        var (rowLength, stride) = isNarrow ? (update[1], checkpoint[1]) : (update.ElementCount, checkpoint.ElementCount);
        for (long row = 0, start = 0; start < update.ElementCount; row++, start += rowLength)
        {
            for (var at = 0L; at < rowLength; at += ChunkLength)
            {
                yield return (start + at, (row * stride) + at, (int)Math.Min(ChunkLength, rowLength - at));
            }
        }
    }
}
