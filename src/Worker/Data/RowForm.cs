namespace FedK8s.Worker.Data;

/// <summary>The form of a file's rows, and those read so far. Fields that it does not name are passed over.</summary>
internal abstract class RowForm(BadRows badRows)
{
    private readonly List<Example> _examples = [];

    /// <summary>The rows read so far, in the file's order.</summary>
    public IReadOnlyList<Example> Examples => _examples;

    /// <summary>The fields that matter.</summary>
    public abstract IReadOnlyList<string> Fields { get; }

    /// <summary>Whether a field is a text; otherwise it is JSON of any kind.</summary>
    public virtual bool IsText(string field) => true;

    /// <summary>What a row must have, for messages: <c>wanted text, or ...</c>.</summary>
    public abstract string Wanted { get; }

    /// <summary>Whether these fields suffice.</summary>
    public abstract bool IsMetBy(IReadOnlyCollection<string> fields);

    /// <summary>Takes a row, or notes why it cannot be used.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="valueOf">Gives the value of a field; null where the row lacks it.</param>
    public void Add(int line, Func<string, string?> valueOf)
    {
        var (example, problem) = Read(valueOf);
        if (problem is null)
        {
            _examples.Add(example);
        }
        else
        {
            badRows.Add(line, problem);
        }
    }

    /// <summary>A row as an example, or why it is none.</summary>
    protected abstract (Example Example, string? Problem) Read(Func<string, string?> valueOf);
}
