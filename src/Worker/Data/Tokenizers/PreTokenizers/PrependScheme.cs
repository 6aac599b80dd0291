namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>Where <see cref="Metaspace"/> puts a sign before a text that does not begin with one.</summary>
internal enum PrependScheme
{
    /// <summary>Everywhere.</summary>
    Always,

    /// <summary>Where the text that is being encoded begins.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
