namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>
/// Joins starters with what follows them: the canonical composition algorithm (The Unicode Standard, D117).
/// </summary>
internal static class Composition
{
    /// <param name="characters">Decomposed and in canonical order; composed afterwards.</param>
    public static void Apply(List<int> characters)
    {
        var starter = -1;   // where the last starter lies
        var lastClass = 0;  // of what was kept after it; 0 where nothing was
        var count = 0;
        for (var i = 0; i < characters.Count; i++)
        {
            var character = characters[i];
            var combiningClass = DecompositionTable.Instance.ClassOf(character);
            var isAdjacent = starter == count - 1;
            var isBlocked = !isAdjacent && lastClass >= combiningClass;
            if (starter >= 0 && !isBlocked && Pair(characters[starter], character) is { } composite)
            {
                characters[starter] = composite;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = count;
            }

            lastClass = combiningClass;
            characters[count++] = character;
        }

        characters.RemoveRange(count, characters.Count - count);
    }

    private static int? Pair(int first, int second) =>
        Hangul.Compose(first, second) ?? DecompositionTable.Instance.Compose(first, second);
}
