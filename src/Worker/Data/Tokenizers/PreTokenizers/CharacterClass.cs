namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>What the expressions of byte-level tokenizers tell apart.</summary>
internal enum CharacterClass : byte
{
    /// <summary>None of the others.</summary>
    Symbol,

    /// <summary>Category L.</summary>
    Letter,

    /// <summary>Category N.</summary>
    Number,

    /// <summary>White space, but not <see cref="NewLine"/>.</summary>
    Space,

    /// <summary>Carriage return or line feed, white space too.</summary>
    NewLine,

    /// <summary>Half of a character outside the first plane.</summary>
    Surrogate,
}
