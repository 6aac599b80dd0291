using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers.AddedTokens;
using FedK8s.Worker.Data.Tokenizers.PreTokenizers;
using FedK8s.Worker.Data.Tokenizers.Templates;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>
/// A tokenizer.json, as the Python library tokenizers writes it. Whatever would change the ids and is not implemented is
/// refused by name, all at once: a tokenizer that is nearly right is worse than none.
/// </summary>
/// <param name="Parts">The stages.</param>
/// <param name="Template">What goes around a text.</param>
/// <param name="UnknownToken">The model's token for what it cannot write; null where it has none.</param>
internal sealed record TokenizerJson(TokenizerParts Parts, SequenceTemplate Template, string? UnknownToken)
{
    /// <param name="root">The file's content.</param>
    /// <param name="location">Where it was read; for messages.</param>
    /// <exception cref="RunFailedException">FK3004: something is missing, out of range or not implemented.</exception>
    public static TokenizerJson Read(JsonElement root, string location)
    {
        var problems = new List<string>();
        try
        {
            var result = Read(JsonPart.Root(root, problems));
            return problems.Count == 0 ? result : throw Unsupported(location, string.Join("; ", problems));
        }
        catch (InvalidOperationException exception)
        {
            // The one thing that a valid JSON document may hold and .NET does not give as text.
            throw Unsupported(location, "a text with half a surrogate pair, wanted Unicode", exception);
        }
    }

    private static TokenizerJson Read(JsonPart file)
    {
        file.Ignore("version", "truncation", "padding"); // lengths are the run's to decide
        var normalizer = NormalizerReader.Read(file.Part("normalizer"));
        var preTokenizers = new PreTokenizerReader();
        var preTokenizer = preTokenizers.Read(file.Part("pre_tokenizer"));
        var model = ModelReader.Read(file, preTokenizers.IsByteLevel);
        var parts = new TokenizerParts
        {
            AddedTokens = [.. file.Parts("added_tokens").Select(part => AddedTokenReader.Read(part, model.Vocabulary))],
            Normalizer = normalizer,
            PreTokenizer = model.IsCutAtWords ? new PreTokenizerSequence([preTokenizer, new WordStarts()]) : preTokenizer,
            Model = model.Model,
            Vocabulary = model.Vocabulary,
            Decoder = DecoderReader.Read(file.Part("decoder")),
        };
        var template = TemplateReader.Read(file.Part("post_processor"));
        file.RefuseOthers();
        return new(parts, template, model.UnknownToken);
    }

    private static RunFailedException Unsupported(string location, string problems, Exception? cause = null) =>
        new(ExitCodes.UnsupportedModel, $"{location}: {problems}; correct the file or choose another base model.", cause);
}
