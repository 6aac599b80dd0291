using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Tests.Data.Tokenizers;

public sealed class NormalFormTests
{
    private static readonly JsonElement Reference = ReferenceTokenizer.Read<JsonElement>("normal_forms.json");

    private static readonly Dictionary<string, NormalForm> Forms = new()
    {
        ["NFC"] = NormalForm.C,
        ["NFD"] = NormalForm.D,
        ["NFKC"] = NormalForm.KC,
        ["NFKD"] = NormalForm.KD,
    };

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void Texts_have_the_normal_form_of_the_reference(string form)
    {
        var wanted = Reference.GetProperty("cases").EnumerateArray().Select((forms, index) =>
            forms.TryGetProperty(form, out var normal) ? normal.GetString() : ReferenceTokenizer.Texts[index]);

        Assert.Equal(wanted, ReferenceTokenizer.Texts.Select(Forms[form].Of));
    }

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void Every_character_has_the_normal_form_of_the_reference(string form)
    {
        var characters = Reference.GetProperty("characters");
        var all = new StringBuilder();
        foreach (var (first, last) in characters.GetProperty("first").EnumerateArray()
            .Zip(characters.GetProperty("last").EnumerateArray()))
        {
            for (var code = first.GetInt32(); code <= last.GetInt32(); code++)
            {
                all.Append(Forms[form].Of(new Rune(code).ToString())).Append('\n');
            }
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
        Assert.Equal(characters.GetProperty("sha256").GetProperty(form).GetString(), hash);
    }

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void A_normal_form_is_its_own_normal_form(string form)
    {
        var normal = ReferenceTokenizer.Texts.Select(Forms[form].Of).ToArray();

        Assert.Equal(normal, normal.Select(Forms[form].Of));
    }

    [Fact]
    public void A_hundred_thousand_marks_in_a_row_are_put_in_order()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 50_000));

        var ordered = NormalForm.D.Of("q" + marks);

        Assert.Equal("q" + new string('\u0323', 50_000) + new string('\u0301', 50_000), ordered);
    }
}
