using FedK8s.Worker.Data.Tokenizers.AddedTokens;
using FedK8s.Worker.Data.Tokenizers.Models;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>An added token of tokenizer.json, or of a tokenizer_config.json's <c>added_tokens_decoder</c>.</summary>
internal static class AddedTokenReader
{
    /// <param name="part">The object.</param>
    /// <param name="vocabulary">A token that it has keeps its id.</param>
    /// <param name="id">Where the object does not hold it.</param>
    public static AddedToken Read(JsonPart part, Vocabulary vocabulary, int? id = null)
    {
        var content = part.Text("content");
        part.Require(content.Length > 0, "content", "a text that is not empty");
        var found = id ?? part.Count("id", Vocabulary.LargestCount - 1);
        var known = vocabulary.Find(content);
        part.Require(known is null || known == found, "id", $"{known}, as in the model's vocab");
        var isSpecial = part.Flag("special", absent: false);
        var token = new AddedToken(found, content)
        {
            IsSpecial = isSpecial,
            IsWholeWord = part.Flag("single_word", absent: false),
            TakesSpaceBefore = part.Flag("lstrip", absent: false),
            TakesSpaceAfter = part.Flag("rstrip", absent: false),
            IsNormalized = part.Flag("normalized", absent: !isSpecial),
        };
        part.RefuseOthers();
        return token;
    }
}
