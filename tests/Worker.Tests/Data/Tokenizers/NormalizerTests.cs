using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.Reading;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>Each against text that was written by hand.</summary>
public sealed class NormalizerTests
{
    [Theory]
    [InlineData("""{"type":"NFC"}""", "e\u0301", "é")]
    [InlineData("""{"type":"NFKD"}""", "ﬁé", "fie\u0301")]
    [InlineData("""{"type":"Lowercase"}""", "ÀΣİ𐐀Ab", "àσi\u0307𐐨ab")]
    [InlineData("""{"type":"StripAccents"}""", "e\u0301\u0903é", "eé")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", " \ta ", "a ")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "a", "▁a")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "", "")]
    [InlineData("""{"type":"Replace","pattern":{"String":"ab"},"content":"-"}""", "abcab", "-c-")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}""", "a   b c", "a b c")]
    [InlineData("""{"type":"BertNormalizer"}""", "Ä\u0000\u200b\tß\u00a0灯台\ufffd", "a ß  灯  台 ")]
    [InlineData("""{"type":"BertNormalizer","lowercase":false}""", "Ä", "Ä")]
    [InlineData("""{"type":"BertNormalizer","lowercase":false,"strip_accents":true}""", "Ä", "A")]
    [InlineData("""{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false}""", "A\t灯", "a\t灯")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "é", "e")]
    [InlineData("null", "É", "É")]
    public void Text_becomes_normal(string normalizer, string text, string normal)
    {
        var problems = new List<string>();
        var file = JsonElement.Parse($$"""{"normalizer":{{normalizer}}}""");

        var found = NormalizerReader.Read(JsonPart.Root(file, problems).Part("normalizer")).Normalize(text);

        Assert.Empty(problems);
        Assert.Equal(normal, found);
    }
}
