using System.Text;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Data;

/// <summary>The examples of one file, ready for the model.</summary>
/// <param name="Examples">In the file's order.</param>
/// <param name="HasCompletions">Whether they are prompts with completions; false for plain or labelled texts.</param>
/// <param name="CutCount">How many were longer than the limit and lost tokens.</param>
internal sealed record ExampleSet(IReadOnlyList<EncodedExample> Examples, bool HasCompletions, int CutCount)
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads, checks and encodes a file.</summary>
    /// <exception cref="RunFailedException">A row cannot be read (FK3001), the file holds none (FK3002; a list of test splits may), it is not ours to read (FK9002), or
    /// its format has no place for labels (FK9001).</exception>
    public static ExampleSet Load(DataFile file, ReadingRules rules)
    {
        if (file.Format == DataFormat.Splits)
        {
            return SplitListReader.Load(file.Path, rules);
        }

        RequireRows(file, rules);
        var encoder = new ExampleEncoder(rules.Tokenizer, rules.MaxSequenceLength);
        var content = WithoutByteOrderMark(ReadBytes(file.Path));
        var set = file.Format == DataFormat.Text
            ? new ExampleSet(encoder.EncodeWindows(Text(file, content)), HasCompletions: false, CutCount: 0)
            : Encode(ReadRows(file, content, rules), encoder);
        return set.Examples.Count > 0
            ? set
            : throw new RunFailedException(
                ExitCodes.EmptyData,
                $"{file.Path} holds no example; wanted at least one: add data or remove the client or task.");
    }

    private static void RequireRows(DataFile file, ReadingRules rules)
    {
        if (file.Format == DataFormat.Text && rules.Labels is not null)
        {
            throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"{file.Path} is plain text, which has no labels; wanted JSON lines or CSV with text and label: convert it.");
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound,
                $"{path} cannot be read ({exception.Message.TrimEnd('.')}); wanted a file of at most 2 GiB that this user may read: "
                + "correct its permissions or split it.",
                exception);
        }
    }

    private static IReadOnlyList<Example> ReadRows(DataFile file, ReadOnlyMemory<byte> content, ReadingRules rules)
    {
        var badRows = new BadRows(file.Path);
        var rows = rules.NewRows(badRows);
        if (file.Format == DataFormat.Csv)
        {
            CsvReader.Read(Text(file, content), rows, badRows);
        }
        else
        {
            JsonlReader.Read(content, rows, badRows);
        }

        badRows.ThrowIfAny();
        return rows.Examples;
    }

    private static ExampleSet Encode(IReadOnlyList<Example> rows, ExampleEncoder encoder)
    {
        var examples = rows.Select(encoder.Encode).ToArray();
        return new(examples, rows.Count > 0 && rows[0].Prompt is not null, encoder.CutCount);
    }

    private static string Text(DataFile file, ReadOnlyMemory<byte> content)
    {
        try
        {
            return StrictUtf8.GetString(content.Span);
        }
        catch (DecoderFallbackException exception)
        {
            var badRows = new BadRows(file.Path);
            var line = 1 + content.Span[..exception.Index].Count((byte)'\n');
            badRows.Add(line, "found bytes that are not UTF-8; wanted text in UTF-8");
            badRows.ThrowIfAny();
            throw;
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(byte[] content) =>
        content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsMemory(Encoding.UTF8.Preamble.Length) : content;
}
