using System.Text.Json;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Tests.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data.ChatTemplates;

/// <summary>From rows of messages to token ids.</summary>
public sealed class ConversationRowTests
{
    private const string Row = """{"messages":[{"role":"user","content":"the boat"},{"role":"assistant","content":"was late"}],"id":7}""";
    private const string Template =
        "{% for m in messages %}{{ bos_token if loop.first else '' }}{{ '[' ~ m.role ~ ']' ~ m.content }}"
        + "{{ eos_token if m.role == 'assistant' else '' }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    [Fact]
    public void Only_the_answer_and_its_end_are_predicted()
    {
        var (tokenizer, set) = Load(Row, Template);
        var example = Assert.Single(set.Examples);

        Assert.Equal("was late</s>", tokenizer.Decode(example.Tokens.AsSpan(example.FirstTarget), isShowingSpecial: true).TrimStart());
    }

    [Fact]
    public void A_template_that_writes_start_and_end_gets_no_second_ones()
    {
        var (tokenizer, set) = Load(Row, Template);
        var tokens = Assert.Single(set.Examples).Tokens;

        Assert.Equal((1, 1), (tokens.Count(id => id == tokenizer.StartId), tokens.Count(id => id == tokenizer.EndId)));
        Assert.Equal((tokenizer.StartId, tokenizer.EndId), (tokens[0], tokens[^1]));
    }

    [Fact]
    public void A_template_that_writes_neither_gets_both()
    {
        var (tokenizer, set) = Load(Row, "{% for m in messages %}{{ m.content }} {% endfor %}");
        var tokens = Assert.Single(set.Examples).Tokens;

        Assert.Equal((tokenizer.StartId, tokenizer.EndId), (tokens[0], tokens[^1]));
    }

    [Fact]
    public void Without_a_template_messages_are_refused()
    {
        var failure = Assert.Throws<RunFailedException>(() => Load(Row, template: null));

        Assert.Equal(ExitCodes.UnreadableRow, failure.Code);
        Assert.Contains("no chat template", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_the_template_refuses_is_named()
    {
        var failure = Assert.Throws<RunFailedException>(() => Load(Row, "{{ raise_exception('roles must alternate') }}"));

        Assert.Contains("rows.jsonl:1: it says: roles must alternate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_nobody_needs_may_hold_anything()
    {
        var (_, set) = Load("""{"text":"the boat"}""", "{% macro x() %}");

        Assert.Single(set.Examples);
    }

    private static (ITokenizer Tokenizer, ExampleSet Set) Load(string row, string? template)
    {
        using var folder = ReferenceTokenizer.Copy("llama2");
        File.WriteAllText(folder["tokenizer_config.json"], JsonSerializer.Serialize(
            new { bos_token = "<s>", eos_token = "</s>", chat_template = template }));
        File.WriteAllText(folder["rows.jsonl"], row);
        var tokenizer = TokenizerFolder.Load(folder.Path);
        var file = DataFile.Find(new Uri(folder["rows.jsonl"]).AbsoluteUri, DataFormat.Auto);
        return (tokenizer, ExampleSet.Load(file, new ReadingRules(tokenizer, 64)));
    }
}
