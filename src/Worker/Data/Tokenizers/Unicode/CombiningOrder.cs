namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>The canonical order of combining marks: by class, and as they came within a class.</summary>
internal static class CombiningOrder
{
    public static void Apply(List<int> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            if (ClassOf(characters[start]) == 0)
            {
                continue;
            }

            var end = start + 1;
            var isOrdered = true;
            while (end < characters.Count && ClassOf(characters[end]) is > 0 and var next)
            {
                isOrdered &= ClassOf(characters[end - 1]) <= next;
                end++;
            }

            if (!isOrdered)
            {
                Sort(characters, start, end);
            }

            start = end; // a starter, or the end
        }
    }

    // OrderBy is stable, and a hostile text may hold a million marks in a row.
    private static void Sort(List<int> characters, int start, int end)
    {
        var marks = characters.GetRange(start, end - start).OrderBy(ClassOf).ToArray();
        for (var i = 0; i < marks.Length; i++)
        {
            characters[start + i] = marks[i];
        }
    }

    private static int ClassOf(int character) => DecompositionTable.Instance.ClassOf(character);
}
