namespace FedK8s.Worker.Data.Tokenizers;

/// <summary>Which id a tokenizer gives to each sign of its format; null for one that it does not have.</summary>
internal sealed record SpecialTokens
{
    /// <summary>Begins a text (bos).</summary>
    public int? Beginning { get; init; }

    /// <summary>Ends a text (eos).</summary>
    public int? End { get; init; }

    /// <summary>Fills shorter rows (pad).</summary>
    public int? Padding { get; init; }

    /// <summary>Stands for a token to be guessed.</summary>
    public int? Mask { get; init; }

    /// <summary>Stands for what the vocabulary cannot write (unk).</summary>
    public int? Unknown { get; init; }

    /// <summary>Begins a text to be classified (cls).</summary>
    public int? Classification { get; init; }

    /// <summary>Separates or ends texts (sep).</summary>
    public int? Separator { get; init; }

    /// <summary>Whether an id is one of them.</summary>
    public bool Contains(int id) =>
        id == Beginning || id == End || id == Padding || id == Mask || id == Unknown || id == Classification || id == Separator;
}
