using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>The rows of one file that cannot be read: the first is named, the others are counted.</summary>
internal sealed class BadRows(string path)
{
    private string? _first;
    private int _count;

    /// <summary>Notes a row.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="problem">What was found and what was wanted, without a full stop.</param>
    public void Add(int line, string problem)
    {
        _first ??= $"{path}:{line}: {problem}";
        _count++;
    }

    /// <exception cref="RunFailedException">At least one row was noted (FK3001).</exception>
    public void ThrowIfAny()
    {
        if (_first is not null)
        {
            var others = _count == 1 ? "" : $" ({_count - 1} more of this file cannot be read)";
            throw new RunFailedException(ExitCodes.UnreadableRow, $"{_first}{others}; correct or remove the row.");
        }
    }
}
