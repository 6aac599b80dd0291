namespace FedK8s.Worker.Data;

/// <summary>
/// The two forms that a row of text to predict may have, <c>text</c> or <c>prompt</c> with <c>completion</c>; all rows of
/// a file have the form of its first.
/// </summary>
internal sealed class TextRows(BadRows badRows) : RowForm(badRows)
{
    private const string Text = "text";
    private const string Prompt = "prompt";
    private const string Completion = "completion";

    public override IReadOnlyList<string> Fields { get; } = [Text, Prompt, Completion];

    public override string Wanted => "wanted text, or prompt and completion";

    public override bool IsMetBy(IReadOnlyCollection<string> fields) =>
        fields.Contains(Text) || (fields.Contains(Prompt) && fields.Contains(Completion));

    protected override (Example Example, string? Problem) Read(Func<string, string?> valueOf)
    {
        var (text, prompt, completion) = (valueOf(Text), valueOf(Prompt), valueOf(Completion));
        var example = text is null ? new Example(prompt, completion ?? "") : new Example(null, text);
        return (example, FindProblem(text, prompt, completion));
    }

    private string? FindProblem(string? text, string? prompt, string? completion)
    {
        if (text is null ? prompt is null || completion is null : prompt is not null || completion is not null)
        {
            return $"found {Found(text, prompt, completion)}; {Wanted}";
        }

        if (text == "" || prompt == "" || completion == "")
        {
            var empty = text == "" ? Text : prompt == "" ? Prompt : Completion;
            return $"found an empty {empty}; wanted at least one character";
        }

        return Examples.Count > 0 && (Examples[0].Prompt is null) != (prompt is null)
            ? $"found {Found(text, prompt, completion)}; the file's first row has the other form and all rows must "
                + "have the same"
            : null;
    }

    private static string Found(string? text, string? prompt, string? completion)
    {
        (string Name, string? Value)[] fields = [(Text, text), (Prompt, prompt), (Completion, completion)];
        var present = string.Join(" and ", fields.Where(field => field.Value is not null).Select(field => field.Name));
        return present == "" ? "none of the fields" : present;
    }
}
