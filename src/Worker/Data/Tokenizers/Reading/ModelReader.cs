using FedK8s.Worker.Data.Tokenizers.Models;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>model</c> of a tokenizer.json, with its vocabulary.</summary>
internal sealed class ModelReader
{
    private const int LargestCount = 1 << 24;

    private static readonly Vocabulary Nothing = new(new Dictionary<string, int>());

    private static readonly ITokenModel NoModel = new WordPieceModel(Nothing, unknownId: 0, "", longestWord: 0);

    private ModelReader(ITokenModel model, Vocabulary vocabulary) => (Model, Vocabulary) = (model, vocabulary);

    public ITokenModel Model { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>The token for what the vocabulary cannot write; null where the model has none.</summary>
    public string? UnknownToken { get; private init; }

    /// <summary>Whether a text may be cut at its words without any effect: see <see cref="WordStarts"/>.</summary>
    public bool IsCutAtWords { get; private init; }

    /// <param name="file">Holds the model.</param>
    /// <param name="isByteLevel">Whether pieces are spelt in bytes.</param>
    public static ModelReader Read(JsonPart file, bool isByteLevel)
    {
        if (file.Part("model") is not { } part)
        {
            file.Refuse("model", "missing", "an object");
            return new(NoModel, Nothing);
        }

        ModelReader reader;
        switch (part.Text("type", absent: TypeOfOlder(part)))
        {
            case "BPE":
                reader = ReadBytePair(part, isByteLevel);
                break;
            case "WordPiece":
                part.Require(!isByteLevel, "type", "BPE after a ByteLevel pre-tokenizer");
                reader = ReadWordPiece(part);
                break;
            default:
                part.Require(false, "type", "BPE or WordPiece");
                return new(NoModel, Nothing);
        }

        part.RefuseOthers();
        return reader;
    }

    // Older files do not name the type; what only one of them has tells it.
    private static string? TypeOfOlder(JsonPart part) =>
        part.Find("merges").ValueKind != default ? "BPE"
        : part.Find("max_input_chars_per_word").ValueKind != default ? "WordPiece"
        : null;

    private static ModelReader ReadBytePair(JsonPart part, bool isByteLevel)
    {
        var vocabulary = VocabularyReader.Read(part);
        var rules = VocabularyReader.ReadMerges(part, vocabulary);
        var unknownToken = FindUnknown(part, vocabulary, isRequired: false);
        var unknown = new UnknownToken(
            unknownToken is null ? null : vocabulary.Find(unknownToken), part.Flag("fuse_unk", absent: false));
        var hasByteFallback = part.Flag("byte_fallback", absent: false);
        part.Require(part.Find("dropout").ValueKind == default || part.Count("dropout", 0) == 0, "dropout", "null or 0");
        part.Require(part.Text("continuing_subword_prefix", absent: "").Length == 0, "continuing_subword_prefix", "none");
        part.Require(part.Text("end_of_word_suffix", absent: "").Length == 0, "end_of_word_suffix", "none");
        IAlphabet alphabet = isByteLevel
            ? new ByteAlphabet(vocabulary, unknown)
            : new CharacterAlphabet(vocabulary, unknown, hasByteFallback);
        var isWholeFirst = part.Flag("ignore_merges", absent: false);
        var model = new BytePairModel(alphabet, new(rules), isWholeFirst);
        return new(new CachedModel(model), vocabulary)
        {
            UnknownToken = unknownToken,
            IsCutAtWords = !isByteLevel && !isWholeFirst && vocabulary.Find([WordStarts.Sign]) is not null
                && !rules.Any(rule => JoinsAcrossWords(rule, vocabulary)),
        };
    }

    private static ModelReader ReadWordPiece(JsonPart part)
    {
        var vocabulary = VocabularyReader.Read(part);
        var unknownToken = FindUnknown(part, vocabulary, isRequired: true) ?? "";
        var prefix = part.Text("continuing_subword_prefix", absent: "##");
        var longestWord = part.Count("max_input_chars_per_word", LargestCount, absent: 100);
        var model = new WordPieceModel(vocabulary, vocabulary.Find(unknownToken) ?? 0, prefix, longestWord);
        return new(new CachedModel(model), vocabulary) { UnknownToken = unknownToken };
    }

    private static string? FindUnknown(JsonPart part, Vocabulary vocabulary, bool isRequired)
    {
        var token = part.Text("unk_token", absent: "");
        var isFound = vocabulary.Find(token) is not null;
        part.Require(isFound || (token.Length == 0 && !isRequired), "unk_token", "a token of vocab");
        return isFound && token.Length > 0 ? token : null;
    }

    private static bool JoinsAcrossWords(MergeRule rule, Vocabulary vocabulary) =>
        vocabulary.TokenOf(rule.Left) is { Length: > 0 } left && left[^1] != WordStarts.Sign
        && vocabulary.TokenOf(rule.Right) is { Length: > 0 } right && right[0] == WordStarts.Sign;
}
