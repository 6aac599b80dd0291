namespace FedK8s.Core.Errors;

/// <summary>What someone probably meant to write.</summary>
public static class Suggestion
{
    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, or null where none is near: at most a third of the letters may differ.
    /// </summary>
    public static string? Closest(string word, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (Word: candidate, Distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
            .FirstOrDefault((Word: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(word.Length, nearest.Word.Length) / 3 ? nearest.Word : null;
    }

    // Insertions, deletions and replacements that make one word of the other, by rows of the usual table.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[to.Length];
    }
}
