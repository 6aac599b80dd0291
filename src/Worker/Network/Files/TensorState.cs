using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Network.Files;

/// <summary>
/// Named weights to and from tensor files: the trainable part of a checkpoint, an update, a whole model. Copies go by
/// parts, so that neither side needs a tensor twice.
/// </summary>
internal static class TensorState
{
    private const int PartByteCount = 16 << 20;
    private const int ReaderCount = 2; // more than that, and the memory is the limit

    /// <summary>Copies every weight from the source, converted to the weight's number format and device.</summary>
    /// <param name="source">F32, BF16 or F16 tensors.</param>
    /// <param name="weights">Where to; a weight keeps its identity.</param>
    /// <exception cref="RunFailedException">
    /// FK3003, one line that names every missing, unexpected or misshapen tensor.
    /// </exception>
    public static void Load(ITensorSource source, IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        var match = new TensorMatch(source.Entries, weights);
        if (match.Problems.Count > 0)
        {
            throw new RunFailedException(ExitCodes.CheckpointMismatch,
                $"{source.Location}: {string.Join("; ", match.Problems)}; " +
                "use the files that belong to this model and method.");
        }

        Load(source, match.Pairs);
    }

    /// <summary>As above, for tensors that are known to fit.</summary>
    /// <exception cref="InvalidTensorFileException">A file ends before its tensors do.</exception>
    public static void Load<TTensor>(ITensorSource source, IReadOnlyList<(TensorEntry Entry, TTensor Weight)> pairs)
        where TTensor : Tensor
    {
        var parts = pairs.SelectMany(pair => Parts(pair.Entry).Select(part => (pair.Entry, pair.Weight, part.First, part.Count)));
        try
        {
            Parallel.ForEach(
                Partitioner.Create(parts, EnumerablePartitionerOptions.NoBuffering), // so that a file is read from start to end
                new ParallelOptions { MaxDegreeOfParallelism = ReaderCount },
                part => CopyFrom(source, part.Entry, part.Weight, part.First, part.Count));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]); // what one reader alone would have thrown
        }
    }

    /// <summary>Writes the weights as one safetensors file: the same weights give the same bytes.</summary>
    /// <param name="destination">Stays open.</param>
    /// <param name="weights">Names are unique; their order does not matter.</param>
    /// <param name="type">Of the file: F32 for checkpoints and updates; BF16 and F16 round to nearest even.</param>
    /// <param name="metadata">For the file's header; null for none.</param>
    public static void Write<TTensor>(
        Stream destination,
        IReadOnlyList<(string Name, TTensor Weight)> weights,
        TensorType type = TensorType.F32,
        IReadOnlyDictionary<string, string>? metadata = null)
        where TTensor : Tensor
    {
        var byName = weights.ToDictionary(named => named.Name, named => named.Weight, StringComparer.Ordinal);
        var writer = new SafetensorsWriter(destination, Declarations(weights, type), metadata);
        using var noGradients = no_grad();
        foreach (var entry in writer.Entries)
        {
            foreach (var (first, count) in Parts(entry))
            {
                using var scope = NewDisposeScope();
                var part = byName[entry.Name].view(-1).narrow(0, first, count);
                writer.Write(entry, part.to(NumberFormat.Of(type)).cpu().contiguous().bytes);
            }
        }

        writer.Complete();
    }

    /// <summary>What a file of these weights will declare, in their order.</summary>
    public static IReadOnlyList<TensorDeclaration> Declarations<TTensor>(
        IReadOnlyList<(string Name, TTensor Weight)> weights, TensorType type = TensorType.F32)
        where TTensor : Tensor =>
        [.. weights.Select(named => new TensorDeclaration(named.Name, type, TensorShape.Create(named.Weight.shape)))];

    private static void CopyFrom(ITensorSource source, TensorEntry entry, Tensor weight, long first, long count)
    {
        using var noGradients = no_grad(); // holds for one thread only
        using var scope = NewDisposeScope();
        var type = NumberFormat.Of(entry.Type);
        var target = weight.view(-1).narrow(0, first, count);
        var offset = first * entry.Type.ElementByteCount();
        var isHere = weight.device.type == TorchSharp.DeviceType.CPU;
        if (isHere)
        {
            LargePages.Ask(target.bytes);
        }

        if (isHere && weight.dtype == type)
        {
            source.Read(entry, offset, target.bytes);
            return;
        }

        var part = empty(count, dtype: type);
        source.Read(entry, offset, part.bytes);
        target.copy_(part);
    }

    private static IEnumerable<(long First, long Count)> Parts(TensorEntry entry)
    {
        var step = PartByteCount / entry.Type.ElementByteCount();
        for (long first = 0; first < entry.Shape.ElementCount; first += step)
        {
            yield return (first, Math.Min(step, entry.Shape.ElementCount - first));
        }
    }
}
