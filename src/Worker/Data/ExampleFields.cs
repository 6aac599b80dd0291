namespace FedK8s.Worker.Data;

/// <summary>
/// The two forms a row may have, <c>text</c> or <c>prompt</c> with <c>completion</c>; all rows of a file have the form
/// of its first.
/// </summary>
internal sealed class ExampleFields(BadRows badRows)
{
    public const string Text = "text";
    public const string Prompt = "prompt";
    public const string Completion = "completion";
    public const string Wanted = "wanted text, or prompt and completion";

    private readonly List<Example> _examples = [];

    /// <summary>The rows read so far, in the file's order.</summary>
    public IReadOnlyList<Example> Examples => _examples;

    /// <summary>Takes a row, or notes why it cannot be used. A field that the row lacks is null.</summary>
    public void Add(int line, string? text, string? prompt, string? completion)
    {
        var problem = FindProblem(text, prompt, completion);
        if (problem is null)
        {
            _examples.Add(text is null ? new(prompt, completion ?? "") : new(null, text));
        }
        else
        {
            badRows.Add(line, problem);
        }
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

        return _examples.Count > 0 && (_examples[0].Prompt is null) != (prompt is null)
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
