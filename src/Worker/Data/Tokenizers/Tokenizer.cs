using FedK8s.Worker.Data.ChatTemplates;
using FedK8s.Worker.Data.Tokenizers.AddedTokens;
using FedK8s.Worker.Data.Tokenizers.Decoders;
using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.Normalizers;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;
using FedK8s.Worker.Data.Tokenizers.Templates;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>
/// What a <c>tokenizer.json</c> describes: added tokens are found, the text between them is normalised, cut into pieces and
/// each piece is turned into tokens by the model.
/// </summary>
internal sealed class Tokenizer : ITokenizer
{
    private readonly TokenizerParts _parts;
    private readonly TokenizerFormat _format;
    private readonly AddedTokenFinder _plainTokens;
    private readonly AddedTokenFinder _normalizedTokens;
    private readonly Dictionary<int, AddedToken> _addedById = [];

    public Tokenizer(TokenizerParts parts, TokenizerFormat format)
    {
        _parts = parts;
        _plainTokens = new(parts.AddedTokens.Where(token => !token.IsNormalized).Select(token => (token.Content, token)));
        _normalizedTokens = new(parts.AddedTokens.Where(token => token.IsNormalized)
            .Select(token => (parts.Normalizer.Normalize(token.Content), token)));
        foreach (var token in parts.AddedTokens)
        {
            _addedById[token.Id] = token;
        }

        VocabularySize = parts.AddedTokens.Select(token => token.Id + 1).Append(parts.Vocabulary.Size).Max();
        _format = format;
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int PaddingId => _format.PaddingId;

    /// <inheritdoc/>
    public int? StartId => _format.StartId;

    /// <inheritdoc/>
    public int EndId => _format.EndId;

    /// <inheritdoc/>
    public SpecialTokens Special => _format.Special;

    /// <inheritdoc/>
    public SequenceTemplate Template => _format.Template;

    /// <inheritdoc/>
    public ChatTemplateSource? Chat => _format.Chat;

    /// <inheritdoc/>
    public bool IsText(int id) => TokenOf(id) is not null && !IsSpecial(id) && !Special.Contains(id);

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        text = WellFormed.Of(text);
        var tokens = new TokenBuffer((text.Length / 4) + 8);
        var sink = new ModelSink(_parts.Model, tokens);
        foreach (var (token, start, end) in _plainTokens.Split(text))
        {
            if (token is not null)
            {
                tokens.Add(token.Id);
            }
            else
            {
                EncodeText(text[start..end], start == 0, sink);
            }
        }

        return tokens.ToArray();
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool isShowingSpecial = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
        {
            if ((isShowingSpecial || !IsSpecial(id)) && TokenOf(id) is { } token)
            {
                tokens.Add(token);
            }
        }

        return string.Concat(_parts.Decoder.Decode(tokens));
    }

    private void EncodeText(string text, bool isAtStart, ModelSink sink)
    {
        var normalized = _parts.Normalizer.Normalize(text);
        foreach (var (token, start, end) in _normalizedTokens.Split(normalized))
        {
            if (token is not null)
            {
                sink.Tokens.Add(token.Id);
            }
            else
            {
                _parts.PreTokenizer.Split(normalized.AsSpan(start, end - start), isAtStart && start == 0, sink);
            }
        }
    }

    private bool IsSpecial(int id) => _addedById.TryGetValue(id, out var added) && added.IsSpecial;

    private string? TokenOf(int id) =>
        _addedById.TryGetValue(id, out var added) ? added.Content : _parts.Vocabulary.TokenOf(id);

    private sealed class ModelSink(ITokenModel model, TokenBuffer tokens) : IPieceSink
    {
        public TokenBuffer Tokens => tokens;

        public void Take(ReadOnlySpan<char> piece, bool isAtStart) => model.Encode(piece, tokens);
    }
}
