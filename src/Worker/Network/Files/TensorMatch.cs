using FedK8s.Core.Tensors;
using TorchSharp.Modules;

namespace FedK8s.Worker.Network.Files;

/// <summary>Which tensor of a file belongs to which weight of a model, and what does not fit.</summary>
internal sealed class TensorMatch
{
    private const int LongestList = 20;

    private readonly Dictionary<string, TensorEntry> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _strangers = [];

    /// <param name="tensors">Those that are there.</param>
    /// <param name="weights">Those that are wanted.</param>
    /// <param name="ownName">From a tensor's name to the weight's; null where they are the same.</param>
    /// <param name="isRedundant">Whether a tensor of that name may be there without a weight; null for none.</param>
    public TensorMatch(
        IEnumerable<TensorEntry> tensors,
        IReadOnlyList<(string Name, Parameter Weight)> weights,
        Func<string, string>? ownName = null,
        Func<string, bool>? isRedundant = null)
    {
        var names = weights.Select(named => named.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in tensors)
        {
            var name = ownName?.Invoke(entry.Name) ?? entry.Name;
            var isWanted = names.Contains(name) && _byName.TryAdd(name, entry);
            if (!isWanted && isRedundant?.Invoke(name) != true)
            {
                _strangers.Add(entry.Name);
            }
        }

        Pairs =
        [
            .. weights
                .Where(named => _byName.ContainsKey(named.Name))
                .Select(named => (_byName[named.Name], named.Weight)),
        ];
        Problems = [.. FindProblems(weights).OfType<string>()];
    }

    /// <summary>The weights that have a tensor, in their order.</summary>
    public IReadOnlyList<(TensorEntry Entry, Parameter Weight)> Pairs { get; }

    /// <summary>One for each kind of problem, with the tensors' names; empty where everything fits.</summary>
    public IReadOnlyList<string> Problems { get; }

    private IEnumerable<string?> FindProblems(IReadOnlyList<(string Name, Parameter Weight)> weights) =>
    [
        Problem("missing", weights.Select(named => named.Name).Where(name => !_byName.ContainsKey(name))),
        Problem("unexpected", _strangers),
        Problem("wrong shape", Pairs.Select(pair => WrongShape(pair.Entry, pair.Weight)).OfType<string>()),
        Problem("wrong type", Pairs.Select(pair => WrongType(pair.Entry)).OfType<string>()),
    ];

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
