using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>The labels that a classifier tells apart.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> _ids;

    /// <param name="names">By id; at least one, none of them twice.</param>
    public LabelSet(IReadOnlyList<string> names) =>
        _ids = names.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _ids.Count;

    /// <summary>The label's id; null where it is not among them.</summary>
    public int? Find(string name) => _ids.TryGetValue(name, out var id) ? id : null;

    /// <summary>The label that was probably meant; null where none is near.</summary>
    public string? Nearest(string name) => Suggestion.Closest(name, _ids.Keys);
}
