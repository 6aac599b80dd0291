namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>How <see cref="RunPieces"/> treats a character.</summary>
internal enum RunKind
{
    /// <summary>It ends a piece and belongs to none.</summary>
    LeftOut,

    /// <summary>It is a piece of its own.</summary>
    Alone,

    /// <summary>It is one piece with those of its kind beside it.</summary>
    Word,

    /// <summary>It is one piece with those of its kind beside it.</summary>
    Other,
}
