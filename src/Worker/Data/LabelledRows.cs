using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>The form of a row that has a label: <c>text</c> and <c>label</c>, one of the task's.</summary>
internal sealed class LabelledRows(LabelSet labels, BadRows badRows) : RowForm(badRows)
{
    private const string Text = "text";
    private const string Label = "label";

    public override IReadOnlyList<string> Fields { get; } = [Text, Label];

    public override string Wanted => "wanted text and label";

    public override bool IsMetBy(IReadOnlyCollection<string> fields) => Fields.All(fields.Contains);

    protected override (Example Example, string? Problem) Read(Func<string, string?> valueOf)
    {
        var (text, label) = (valueOf(Text), valueOf(Label));
        if (text is null || label is null)
        {
            var found = text is not null ? Text : label is not null ? Label : "none of the fields";
            return (default, $"found {found}; {Wanted}");
        }

        if (text == "")
        {
            return (default, "found an empty text; wanted at least one character");
        }

        return labels.Find(label) is { } id ? (new Example(null, text, id), null) : (default, Unknown(label));
    }

    private string Unknown(string label)
    {
        var nearest = labels.Nearest(label) is { } near ? $"; did you mean \"{near}\"?" : "";
        return $"found the label \"{PrintableText.Of(label)}\"; wanted one of the task's {labels.Count} labels{nearest}";
    }
}
