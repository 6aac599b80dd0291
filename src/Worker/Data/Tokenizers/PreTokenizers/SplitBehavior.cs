namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>What becomes of a match where a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It is a piece of its own.</summary>
    Isolated,

    /// <summary>It ends the piece before it; of several in a row the first does.</summary>
    MergedWithPrevious,

    /// <summary>It begins the piece after it; of several in a row the last does.</summary>
    MergedWithNext,

    /// <summary>It is one piece with the matches beside it.</summary>
    Contiguous,
}
