namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>What a template is made of.</summary>
internal enum TokenKind
{
    /// <summary>Text outside all tags.</summary>
    Text,

    /// <summary><c>{{</c></summary>
    OutputStart,

    /// <summary><c>}}</c></summary>
    OutputEnd,

    /// <summary><c>{%</c></summary>
    BlockStart,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary>A name or a word of the language.</summary>
    Name,

    /// <summary>A text in quotes, without them.</summary>
    String,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Anything else inside a tag.</summary>
    Symbol,

    /// <summary>After everything.</summary>
    End,
}
