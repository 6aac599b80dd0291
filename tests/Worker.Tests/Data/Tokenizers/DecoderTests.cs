using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.Reading;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

/// <summary>Each against text that was put together by hand.</summary>
public sealed class DecoderTests
{
    [Theory]
    [InlineData("""{"type":"ByteLevel"}""", new[] { "ĠcafÃ", "©", "Ċ" }, " café\n")]
    [InlineData("""{"type":"ByteLevel"}""", new[] { "Ã", "<x y>" }, "\ufffd<x y>")]
    [InlineData("""{"type":"WordPiece"}""", new[] { "un", "##aff", "##able", ",", "don", "'", "t", "!" }, "unaffable, don ' t!")]
    [InlineData("""{"type":"WordPiece","cleanup":false}""", new[] { "a", "." }, "a .")]
    [InlineData("""{"type":"Metaspace"}""", new[] { "▁a", "b", "▁c" }, "ab c")]
    [InlineData("""{"type":"Metaspace","prepend_scheme":"never"}""", new[] { "▁a", "▁c" }, " a c")]
    [InlineData("""{"type":"ByteFallback"}""", new[] { "<0xC3>", "<0xA9>", "a", "<0xC3>", "<0xG0>" }, "éa\ufffd<0xG0>")]
    [InlineData("""{"type":"Strip","content":" ","start":1,"stop":2}""", new[] { "  a   ", "b" }, " a b")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"a+"},"content":"x"}""", new[] { "aab", "a" }, "xbx")]
    [InlineData("null", new[] { "a", "b" }, "a b")]
    [InlineData(
        """{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""",
        new[] { " a", " b" }, "a b")]
    public void Tokens_become_text(string decoder, string[] tokens, string text)
    {
        var problems = new List<string>();
        var file = JsonElement.Parse($$"""{"decoder":{{decoder}}}""");

        var decoded = DecoderReader.Read(JsonPart.Root(file, problems).Part("decoder")).Decode(tokens);

        Assert.Empty(problems);
        Assert.Equal(text, string.Concat(decoded));
    }
}
