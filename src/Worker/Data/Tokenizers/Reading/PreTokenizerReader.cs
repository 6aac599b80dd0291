using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>The <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal sealed class PreTokenizerReader
{
    private static readonly PreTokenizerSequence Nothing = new([]);

    private static readonly string[] Behaviors =
        ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]; // as SplitBehavior has them

    /// <summary>Whether the model is spelt in bytes, because a <c>ByteLevel</c> comes last.</summary>
    public bool IsByteLevel { get; private set; }

    public IPreTokenizer Read(JsonPart? part)
    {
        if (part is null)
        {
            return Nothing;
        }

        var preTokenizer = ReadType(part);
        part.RefuseOthers();
        return preTokenizer;
    }

    private IPreTokenizer ReadType(JsonPart part)
    {
        part.Require(!IsByteLevel, "type", "nothing after ByteLevel, which turns text into bytes");
        switch (part.Text("type"))
        {
            case "Sequence":
                return new PreTokenizerSequence([.. part.Parts("pretokenizers").Select(Read)]);
            case "ByteLevel":
                return ReadByteLevel(part);
            case "Split":
                return ReadSplit(part);
            case "Whitespace":
                return Runs.Whitespace;
            case "WhitespaceSplit":
                return Runs.WhitespaceSplit;
            case "BertPreTokenizer":
                return Runs.Bert;
            case "Metaspace":
                return ReadMetaspace(part);
            case "Punctuation":
                return new Split(Patterns.Punctuation, ReadBehavior(part, absent: "Isolated"));
            case "Digits":
                var isEach = part.Flag("individual_digits", absent: false);
                return new Split(Patterns.Digit, isEach ? SplitBehavior.Isolated : SplitBehavior.Contiguous);
            default:
                part.Require(false, "type",
                    "Sequence, ByteLevel, Split, Whitespace, WhitespaceSplit, BertPreTokenizer, Metaspace, Punctuation "
                    + "or Digits");
                return Nothing;
        }
    }

    private PreTokenizerSequence ReadByteLevel(JsonPart part)
    {
        part.Ignore("trim_offsets"); // where a token lies in the text, not what it is
        IsByteLevel = true;
        var isPrefixing = part.Flag("add_prefix_space", absent: true);
        var isSplitting = part.Flag("use_regex", absent: true);
        var stages = new List<IPreTokenizer>();
        if (isPrefixing)
        {
            stages.Add(new PrefixSpace());
        }

        if (isSplitting)
        {
            stages.Add(Patterns.Gpt2);
        }

        return new(stages);
    }

    private static IPreTokenizer ReadSplit(JsonPart part)
    {
        var behavior = ReadBehavior(part, absent: null);
        return PatternReader.ReadSplit(part, behavior, part.Flag("invert", absent: false)) ?? Nothing;
    }

    private static SplitBehavior ReadBehavior(JsonPart part, string? absent) =>
        (SplitBehavior)part.Choice("behavior", absent, Behaviors);

    private static Metaspace ReadMetaspace(JsonPart part)
    {
        part.Ignore("str_rep");
        var sign = part.Character("replacement", '\u2581');
        var isPrefixing = part.Flag("add_prefix_space", absent: true); // what older files write
        var scheme = part.Choice("prepend_scheme", isPrefixing ? "always" : "never", "always", "first", "never");
        return new(sign, (PrependScheme)scheme, part.Flag("split", absent: true));
    }
}
