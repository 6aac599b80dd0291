using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data;

public sealed class LabelledRowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("rows.jsonl", "{\"text\":\"ab\",\"label\":\"yes\"}\n{\"label\":\"no\",\"text\":\"c\",\"prompt\":1}\n")]
    [InlineData("rows.csv", "label,id,text\nyes,1,ab\nno,2,c\n")]
    public void A_row_is_a_text_with_its_label(string name, string content)
    {
        var examples = Load(name, content).Examples;

        Assert.Equal([1, 0], examples.Select(example => example.Label));
        Assert.Equal(["a"u8[0] + 3, "b"u8[0] + 3, 1], examples[0].Tokens); // bytes, then the end
    }

    [Theory]
    [InlineData("rows.jsonl", "{\"text\":\"a\",\"label\":\"no\"}\n{\"text\":\"a\",\"label\":\"yess\"}", 2, "found the label \"yess\"; wanted one of the task's 2 labels; did you mean \"yes\"?")]
    [InlineData("rows.jsonl", "{\"text\":\"a\",\"label\":\"perhaps\"}", 1, "found the label \"perhaps\"; wanted one of the task's 2 labels;")]
    [InlineData("rows.jsonl", "{\"text\":\"a\",\"label\":1}", 1, "found label that is a JSON Number; wanted a string")]
    [InlineData("rows.jsonl", "{\"text\":\"a\"}", 1, "found text; wanted text and label")]
    [InlineData("rows.jsonl", "{\"label\":\"no\"}", 1, "found label; wanted text and label")]
    [InlineData("rows.jsonl", "{\"text\":\"\",\"label\":\"no\"}", 1, "found an empty text")]
    [InlineData("rows.csv", "text,label\na,no\nb,nope\n", 3, "found the label \"nope\"; wanted one of the task's 2 labels;")]
    [InlineData("rows.csv", "text,intent\na,no\n", 1, "found a header without it; wanted text and label among its columns")]
    public void A_row_that_cannot_be_read_is_named_by_file_and_line(string name, string content, int line, string problem)
    {
        var failure = Assert.Throws<RunFailedException>(() => Load(name, content));

        Assert.Equal(ExitCodes.UnreadableRow, failure.Code);
        Assert.StartsWith($"{_folder[name]}:{line}: {problem}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_text_has_no_labels() =>
        Assert.Equal(ExitCodes.InvalidManifest, Assert.Throws<RunFailedException>(() => Load("rows.txt", "a")).Code);

    [Fact]
    public void A_text_beyond_the_limit_loses_its_end_and_keeps_the_special_tokens()
    {
        var set = Load("rows.csv", "text,label\nabcdefgh,no\n");

        Assert.Equal(["a"u8[0] + 3, "b"u8[0] + 3, "c"u8[0] + 3, 1], Assert.Single(set.Examples).Tokens);
        Assert.Equal(1, set.CutCount);
    }

    public void Dispose() => _folder.Dispose();

    private ExampleSet Load(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        var file = DataFile.Find($"file://{_folder[name]}", DataFormat.Auto);
        return ExampleSet.Load(file, new ReadingRules(new ByteTokenizer(), 4, new LabelSet(["no", "yes"])));
    }
}
