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
    private const long PartByteCount = 64 << 20;
    private const int LongestList = 8;

    /// <summary>Copies every weight from the source, converted to the weight's number format and device.</summary>
    /// <param name="source">F32, BF16 or F16 tensors.</param>
    /// <param name="weights">Where to; a weight keeps its identity.</param>
    /// <param name="isRedundant">Whether a tensor of that name may be there without a weight; null for none.</param>
    /// <exception cref="RunFailedException">
    /// FK3003, one line that names every missing, unexpected or misshapen tensor.
    /// </exception>
    public static void Load(
        ITensorSource source,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        Func<string, bool>? isRedundant = null)
    {
        Check(source, weights, isRedundant ?? (_ => false));
        using var noGradients = no_grad();
        foreach (var (name, weight) in weights)
        {
            CopyFrom(source, source.Find(name)!, weight); // not null: checked above
        }
    }

    /// <summary>Writes the weights as one safetensors file: the same weights give the same bytes.</summary>
    /// <param name="destination">Stays open.</param>
    /// <param name="weights">Names are unique; their order does not matter.</param>
    /// <param name="type">Of the file: F32 for checkpoints and updates; BF16 and F16 round to nearest even.</param>
    /// <param name="metadata">For the file's header; null for none.</param>
    public static void Write(
        Stream destination,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        TensorType type = TensorType.F32,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var byName = weights.ToDictionary(named => named.Name, named => named.Weight, StringComparer.Ordinal);
        var writer = new SafetensorsWriter(destination, Declarations(weights, type), metadata);
        using var noGradients = no_grad();
        foreach (var entry in writer.Entries)
        {
            CopyTo(writer, entry, byName[entry.Name]);
        }

        writer.Complete();
    }

    /// <summary>What a file of these weights will declare, in their order.</summary>
    public static IReadOnlyList<TensorDeclaration> Declarations(
        IReadOnlyList<(string Name, Parameter Weight)> weights, TensorType type = TensorType.F32) =>
        [.. weights.Select(named => new TensorDeclaration(named.Name, type, TensorShape.Create(named.Weight.shape)))];

    private static void CopyFrom(ITensorSource source, TensorEntry entry, Parameter weight)
    {
        var type = NumberFormat.Of(entry.Type);
        foreach (var (first, count) in Parts(weight, entry.Type.ElementByteCount()))
        {
            using var scope = NewDisposeScope();
            var target = weight.narrow(0, first, count);
            var rowByteCount = entry.ByteCount / weight.shape[0];
            if (weight.dtype == type && weight.device.type == TorchSharp.DeviceType.CPU)
            {
                source.Read(entry, first * rowByteCount, target.bytes);
                continue;
            }

            var part = empty(target.shape, dtype: type);
            source.Read(entry, first * rowByteCount, part.bytes);
            target.copy_(part);
        }
    }

    private static void CopyTo(SafetensorsWriter writer, TensorEntry entry, Parameter weight)
    {
        foreach (var (first, count) in Parts(weight, entry.Type.ElementByteCount()))
        {
            using var scope = NewDisposeScope();
            var part = weight.narrow(0, first, count).to(NumberFormat.Of(entry.Type)).cpu().contiguous();
            writer.Write(entry, part.bytes);
        }
    }

    // Whole rows of the outermost dimension: such a part of a contiguous tensor is contiguous.
    private static IEnumerable<(long First, long Count)> Parts(Tensor weight, int elementByteCount)
    {
        var rowCount = weight.shape[0];
        var rowByteCount = Math.Max(weight.numel() / Math.Max(rowCount, 1) * elementByteCount, 1);
        var step = Math.Max(PartByteCount / rowByteCount, 1);
        for (long first = 0; first < rowCount; first += step)
        {
            yield return (first, Math.Min(step, rowCount - first));
        }
    }

    private static void Check(
        ITensorSource source, IReadOnlyList<(string Name, Parameter Weight)> weights, Func<string, bool> isRedundant)
    {
        var names = weights.Select(named => named.Name).ToHashSet(StringComparer.Ordinal);
        var strangers = source.Entries
            .Select(entry => entry.Name)
            .Where(name => !names.Contains(name) && !isRedundant(name));
        var found = weights
            .Where(named => source.Find(named.Name) is not null)
            .Select(named => (Entry: source.Find(named.Name)!, named.Weight)) // not null: filtered above
            .ToArray();
        string?[] problems =
        [
            Problem("missing", names.Where(name => source.Find(name) is null)),
            Problem("unexpected", strangers),
            Problem("wrong shape", found.Select(pair => WrongShape(pair.Entry, pair.Weight)).OfType<string>()),
            Problem("wrong type", found.Select(pair => WrongType(pair.Entry)).OfType<string>()),
        ];
        if (problems.Any(problem => problem is not null))
        {
            throw new RunFailedException(ExitCodes.CheckpointMismatch,
                $"{source.Location}: {string.Join("; ", problems.OfType<string>())}; " +
                "use the files that belong to this model and method.");
        }
    }

    private static string? WrongShape(TensorEntry entry, Parameter weight)
    {
        var wanted = TensorShape.Create(weight.shape);
        return entry.Shape == wanted ? null : $"{entry.Name} is {entry.Shape}, wanted {wanted}";
    }

    private static string? WrongType(TensorEntry entry) => NumberFormat.IsKnown(entry.Type)
        ? null
        : $"{entry.Name} is {entry.Type.FormatName()}, wanted F32, BF16 or F16";

    private static string? Problem(string title, IEnumerable<string> items)
    {
        var all = items.Order(StringComparer.Ordinal).ToArray();
        var rest = all.Length > LongestList ? $" and {all.Length - LongestList} more" : "";
        return all.Length == 0 ? null : $"{title}: {string.Join(", ", all.Take(LongestList))}{rest}";
    }
}
