using System.Text.Json;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data.ChatTemplates;

namespace FedK8s.Worker.Tests.Data.ChatTemplates;

public sealed class ChatTemplateTests
{
    private const string Conversation = """[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]""";

    private static readonly JsonElement Reference = JsonElement.Parse(
        File.ReadAllBytes(RepositoryRoot.Combine("tests", "reference", "vectors", "chat_templates.json")));

    private static readonly Dictionary<string, object?> Variables = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    [Theory]
    [InlineData("chatml")]
    [InlineData("llama2")]
    [InlineData("llama3")]
    [InlineData("mistral")]
    [InlineData("zephyr")]
    [InlineData("white_space")]
    [InlineData("expressions")]
    public void Conversations_are_written_as_Jinja_writes_them(string name)
    {
        var template = Read(Reference.GetProperty("templates").GetProperty(name).GetString()!);
        var cases = Reference.GetProperty("cases").EnumerateArray()
            .Where(found => found.GetProperty("template").GetString() == name).ToArray();

        Assert.Equal(
            cases.Select(found => found.GetProperty("text").GetString()),
            cases.Select(found => TryRender(template, found.GetProperty("messages"), found.GetProperty("isAnswerNext").GetBoolean())));
    }

    [Theory]
    [InlineData("chatml", "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", "hello<|im_end|>\n")]
    [InlineData("llama2", "<s>[INST] hi [/INST]", " hello </s>")]
    [InlineData(
        "llama3",
        "<s><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", "hello<|eot_id|>")]
    [InlineData("mistral", "<s>[INST] hi[/INST]", " hello</s>")]
    [InlineData("zephyr", "<|user|>\nhi</s>\n<|assistant|>\n", "hello</s>\n")]
    public void The_last_answer_is_learnt_with_the_sign_that_ends_it(string name, string prompt, string completion)
    {
        var template = Read(Reference.GetProperty("templates").GetProperty(name).GetString()!);

        Assert.Equal((prompt, completion), Worker.Data.ChatTemplates.Conversation.Render(template, Conversation));
    }

    [Theory]
    [InlineData("a\n{% macro m() %}{% endmacro %}", "line 2 has 'macro', wanted if, for or set")]
    [InlineData("{{ x | map('a') }}", "line 1 has 'map', wanted one of the filters")]
    [InlineData("{{ x is divisibleby(3) }}", "'divisibleby', wanted one of the tests")]
    [InlineData("{{ strftime_now('%Y') }}", "'strftime_now', wanted one of the functions")]
    [InlineData("{{ x.__class__() }}", "'__class__', wanted one of the methods")]
    [InlineData("{{ 1.5 }}", "'1.5', wanted a whole number")]
    [InlineData("{% if x %}", "the end, wanted endif")]
    [InlineData("{% endif %}", "'endif', wanted text or a block that begins")]
    [InlineData("{% for x in y %}{% endif %}", "'endif', wanted endfor")]
    [InlineData("{{ x", "a tag that does not end")]
    [InlineData("{{ 'x }}", "a text in quotes that does not end")]
    [InlineData("{# x", "a comment that does not end")]
    [InlineData("{{ }}", "'}}', wanted a value")]
    [InlineData("{{ (1 }}", "a tag that does not end")]
    [InlineData("{% set x %}y{% endset %}", "'%}', wanted =")]
    public void What_is_not_implemented_is_named_with_its_line(string source, string named)
    {
        var failure = Assert.Throws<RunFailedException>(() => Read(source));

        Assert.Equal(ExitCodes.UnsupportedModel, failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{% set ns = namespace(x='0123456789') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "characters")]
    [InlineData("{{ x.y }}", "it asks something that is not defined for y")]
    [InlineData("{{ 'a' + 1 }}", "it adds a text and a number")]
    [InlineData("{{ messages }}", "it writes a list as text")]
    [InlineData("{{ 1 % 0 }}", "divides by 0")]
    [InlineData("{% for a in 3 %}{% endfor %}", "it goes through a number")]
    [InlineData("{{ raise_exception('no') }}", "it says: no")]
    public void A_template_that_cannot_go_on_says_why(string source, string named)
    {
        var failure = Assert.Throws<ChatTemplateException>(() => Read(source).Render([], isAnswerNext: false));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_parentheses_are_refused() =>
        Assert.Throws<RunFailedException>(() => Read("{{ " + new string('(', 10_000) + "1" + new string(')', 10_000) + " }}"));

    [Theory]
    [InlineData(" + 1")]
    [InlineData(".a")]
    [InlineData("[1:]")]
    [InlineData("|upper")]
    [InlineData(" is none")]
    [InlineData(" if 1 else 1")]
    public void A_chain_of_a_hundred_thousand_operators_does_not_end_the_process(string link)
    {
        var failure = Record.Exception(() =>
            Read("{{ {}" + string.Concat(Enumerable.Repeat(link, 100_000)) + " }}").Render([], isAnswerNext: false));

        Assert.True(failure is null or ChatTemplateException or RunFailedException, failure?.ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[1]")]
    [InlineData("""[{"role":"assistant"}]""")]
    [InlineData("""[{"role":"assistant","content":["parts"]}]""")]
    [InlineData("""[{"role":"user","content":"no answer"}]""")]
    [InlineData("""[{"role":"assistant","role":"user","content":"a"}]""")]
    public void What_is_no_conversation_is_refused(string messages) =>
        Assert.Throws<ChatTemplateException>(() =>
            Worker.Data.ChatTemplates.Conversation.Render(Read("{{ messages|length }}"), messages));

    private static ChatTemplate Read(string source) => ChatTemplate.Read(new(source, "template", Variables));

    private static string? TryRender(ChatTemplate template, JsonElement messages, bool isAnswerNext)
    {
        try
        {
            return template.Render(
                [.. messages.EnumerateArray().Select(message => (object?)message.Deserialize<Dictionary<string, string>>()!
                    .ToDictionary(member => member.Key, member => (object?)member.Value))],
                isAnswerNext);
        }
        catch (ChatTemplateException)
        {
            return null;
        }
    }
}
