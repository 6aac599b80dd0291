using System.Text;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data;

public sealed class ReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Jsonl_rows_are_read_in_order_past_blank_lines_and_other_fields() =>
        Assert.Equal(
            [new Example("1+1=", "2"), new Example("2+2=", "4")],
            Jsonl("""{"prompt":"1+1=","completion":"2","id":7}""" + "\n\n" + """{"completion":"4","prompt":"2+2="}""" + "\r\n"));

    [Fact]
    public void A_text_row_has_no_prompt() => Assert.Equal([new Example(null, "hello")], Jsonl("""{"text":"hello"}"""));

    [Theory]
    [InlineData("""{"text":"a"}""", """{"text":1}""", "text that is a JSON Number")]
    [InlineData("""{"text":"a"}""", """["a"]""", "Array")]
    [InlineData("""{"text":"a"}""", """{"text":"a""", "no valid JSON")]
    [InlineData("""{"text":"a"}""", """{"txt":"a"}""", "none of the fields")]
    [InlineData("""{"text":"a"}""", """{"prompt":"a"}""", "found prompt;")]
    [InlineData("""{"text":"a"}""", """{"text":"a","prompt":"b"}""", "found text and prompt;")]
    [InlineData("""{"text":"a"}""", """{"text":""}""", "empty text")]
    [InlineData("""{"text":"a"}""", """{"prompt":"a","completion":"b"}""", "other form")]
    [InlineData("""{"text":"a"}""", """{"text":"\ud800"}""", "surrogate")]
    public void A_jsonl_row_that_cannot_be_read_is_named_by_file_and_line(string good, string bad, string problem)
    {
        var failure = LoadFailure("rows.jsonl", $"{good}\n{bad}\n");

        Assert.Equal(ExitCodes.UnreadableRow, failure.Code);
        Assert.StartsWith($"{_folder["rows.jsonl"]}:2: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void The_first_bad_row_is_named_and_the_others_are_counted()
    {
        var failure = LoadFailure("rows.jsonl", "{\n{\"text\":\"a\"}\n}\n{\n");

        Assert.Contains("rows.jsonl:1: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(2 more of this file cannot be read)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_bad_row()
    {
        File.WriteAllBytes(_folder["rows.jsonl"], [.. "{\"text\":\"a\"}\n{\"text\":\""u8, 0xFF, .. "\"}"u8]);

        Assert.Contains("rows.jsonl:2: found bytes that are not UTF-8", LoadFailure("rows.jsonl").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_in_capitals_is_understood()
    {
        File.WriteAllText(_folder["rows.JSONL"], """{"text":"a"}""");

        Assert.Equal(DataFormat.Jsonl, DataFile.Find($"file://{_folder["rows.JSONL"]}", DataFormat.Auto).Format);
    }

    [Fact]
    public void An_address_is_a_path_character_by_character()
    {
        File.WriteAllText(_folder["50%25 #1.csv"], "text\na\n");

        Assert.Equal(_folder["50%25 #1.csv"], DataFile.Find($"file://{_folder["50%25 #1.csv"]}", DataFormat.Auto).Path);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_with_a_code()
    {
        var memory = new DataFile("/proc/self/mem", DataFormat.Text); // whose first page nobody may read
        Assert.SkipUnless(File.Exists(memory.Path), "The machine has no /proc.");

        var failure = Assert.Throws<RunFailedException>(() => ExampleSet.Load(memory, new ReadingRules(new ByteTokenizer(), 8)));

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over()
    {
        File.WriteAllBytes(_folder["rows.jsonl"], [.. Encoding.UTF8.Preamble, .. "{\"text\":\"a\"}"u8]);

        Assert.Single(Load("rows.jsonl").Examples);
    }

    // Cases of RFC 4180, section 2: quoted commas, doubled quotes, line breaks inside quotes, no break after the last
    // record.
    [Fact]
    public void Csv_follows_RFC_4180() =>
        Assert.Equal(
            [new Example("a,b", "say \"hi\""), new Example("two\r\nlines", "x"), new Example(" spaces ", "kept")],
            Csv("id,prompt,completion\r\n1,\"a,b\",\"say \"\"hi\"\"\"\r\n2,\"two\r\nlines\",x\r\n3, spaces ,kept"));

    [Fact]
    public void Csv_takes_bare_line_feeds_and_passes_over_empty_lines() =>
        Assert.Equal([new Example(null, "a"), new Example(null, "b")], Csv("text\na\n\nb\n"));

    [Theory]
    [InlineData("text\nok\na\"b\n", 3, "quote inside a field")]
    [InlineData("text\nok\n\"a\"b\n", 3, "after a closing quote")]
    [InlineData("text\n\"two\nlines\"\n\"open", 4, "without a closing quote")]
    [InlineData("text,id\nok,1\nonly\n", 3, "found 1 fields; wanted 2")]
    [InlineData("label\nok\n", 1, "found a header without it")]
    [InlineData("prompt,completion\na,\n", 2, "empty completion")]
    public void A_csv_row_that_cannot_be_read_is_named_by_file_and_line(string content, int line, string problem)
    {
        var failure = LoadFailure("rows.csv", content);

        Assert.Equal(ExitCodes.UnreadableRow, failure.Code);
        Assert.StartsWith($"{_folder["rows.csv"]}:{line}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows.jsonl", "")]
    [InlineData("rows.jsonl", "\n \n")]
    [InlineData("rows.csv", "text\n")]
    [InlineData("rows.csv", "")]
    [InlineData("rows.txt", "")]
    public void Data_without_a_row_is_empty(string name, string content) =>
        Assert.Equal(ExitCodes.EmptyData, LoadFailure(name, content).Code);

    [Fact]
    public void A_missing_file_is_named()
    {
        var failure = Assert.Throws<RunFailedException>(() => DataFile.Find(Address("gone.jsonl"), DataFormat.Auto));

        Assert.Equal(ExitCodes.FileNotFound, failure.Code);
        Assert.Contains(_folder["gone.jsonl"], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_extension_needs_a_format()
    {
        File.WriteAllText(_folder["rows.data"], """{"text":"a"}""");

        Assert.Throws<RunFailedException>(() => DataFile.Find(Address("rows.data"), DataFormat.Auto));
        Assert.Equal(DataFormat.Jsonl, DataFile.Find(Address("rows.data"), DataFormat.Jsonl).Format);
    }

    [Fact]
    public void Plain_text_that_is_not_UTF8_is_named_by_its_line()
    {
        File.WriteAllBytes(_folder["rows.txt"], [.. "one\ntwo\n"u8, 0xFF]);

        Assert.Contains("rows.txt:3: ", LoadFailure("rows.txt").Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Example> Jsonl(string content)
    {
        var badRows = new BadRows("unused");
        var rows = new TextRows(badRows);
        JsonlReader.Read(Encoding.UTF8.GetBytes(content), rows, badRows);
        return rows.Examples;
    }

    private static IReadOnlyList<Example> Csv(string content)
    {
        var badRows = new BadRows("rows.csv");
        var rows = new TextRows(badRows);
        CsvReader.Read(content, rows, badRows);
        badRows.ThrowIfAny();
        return rows.Examples;
    }

    private RunFailedException LoadFailure(string name, string? content = null)
    {
        if (content is not null)
        {
            File.WriteAllText(_folder[name], content);
        }

        return Assert.Throws<RunFailedException>(() => Load(name));
    }

    private ExampleSet Load(string name) =>
        ExampleSet.Load(DataFile.Find(Address(name), DataFormat.Auto), new ReadingRules(new ByteTokenizer(), 16));

    private string Address(string name) => new Uri(_folder[name]).AbsoluteUri;
}
