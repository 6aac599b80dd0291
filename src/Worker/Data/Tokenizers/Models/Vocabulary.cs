namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Which token has which id.</summary>
internal sealed class Vocabulary
{
    /// <summary>Ids stay below this, so that a broken file cannot ask for all memory.</summary>
    public const int LargestCount = 1 << 22;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly string?[] _tokens;

    /// <param name="ids">Of every token, from 0 to below <see cref="LargestCount"/>.</param>
    public Vocabulary(IReadOnlyDictionary<string, int> ids)
    {
        _ids = new(ids, StringComparer.Ordinal);
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[ids.Count == 0 ? 0 : ids.Values.Max() + 1];
        foreach (var (token, id) in ids)
        {
            _tokens[id] = token;
        }
    }

    /// <summary>Ids are below this; not every one of them need be taken.</summary>
    public int Size => _tokens.Length;

    /// <summary>Every token with its id.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>The id; null for a text that is no token.</summary>
    public int? Find(ReadOnlySpan<char> token) => _bySpan.TryGetValue(token, out var id) ? id : null;

    /// <summary>The token; null for an id that nobody has.</summary>
    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;
}
