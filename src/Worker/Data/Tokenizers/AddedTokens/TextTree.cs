namespace FedK8s.Worker.Data.Tokenizers.AddedTokens;

/// <summary>Texts by their characters, to find the longest that another text begins with.</summary>
internal sealed class TextTree<TValue>
    where TValue : class
{
    private readonly Dictionary<(int Node, char Character), int> _children = [];
    private readonly List<TValue?> _values = [null];

    /// <summary>Adds a text; of two that are equal the last one counts.</summary>
    public void Add(string text, TValue value)
    {
        var node = 0;
        foreach (var character in text)
        {
            if (!_children.TryGetValue((node, character), out var child))
            {
                child = _values.Count;
                _children[(node, character)] = child;
                _values.Add(null);
            }

            node = child;
        }

        _values[node] = value;
    }

    /// <summary>The value of the longest text that <paramref name="text"/> begins with; null where there is none.</summary>
    public TValue? FindLongest(ReadOnlySpan<char> text, out int length)
    {
        TValue? longest = null;
        length = 0;
        var node = 0;
        for (var i = 0; i < text.Length && _children.TryGetValue((node, text[i]), out node); i++)
        {
            if (_values[node] is { } value)
            {
                longest = value;
                length = i + 1;
            }
        }

        return longest;
    }
}
