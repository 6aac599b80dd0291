namespace FedK8s.Worker.Data.Tokenizers.Normalizers;

/// <summary>Rewrites text before it is cut into pieces. Safe to use from several threads.</summary>
internal interface INormalizer
{
    /// <param name="text">Without lone surrogates, as is the result.</param>
    string Normalize(string text);
}
