namespace FedK8s.Worker.Data.Tokenizers.AddedTokens;

/// <summary>A text that is always one token, whatever the model would make of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Not empty.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it is a sign of the format, such as the end of a text, and left out where text is shown.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Whether it counts only where no letter, digit or underscore stands beside it.</summary>
    public bool IsWholeWord { get; init; }

    /// <summary>Whether it takes in the white space before it.</summary>
    public bool TakesSpaceBefore { get; init; }

    /// <summary>Whether it takes in the white space after it.</summary>
    public bool TakesSpaceAfter { get; init; }

    /// <summary>Whether it is looked for in the normalised text; otherwise in the text as it comes.</summary>
    public bool IsNormalized { get; init; }
}
