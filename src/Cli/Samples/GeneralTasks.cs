using System.Globalization;
using FedK8s.Core.Determinism;

namespace FedK8s.Cli.Samples;

/// <summary>
/// What the quickstart's base model can do before anyone fine-tunes it: small tasks on random letters and numbers, each
/// exactly checkable. Retention is measured on them.
/// </summary>
internal static class GeneralTasks
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    public static IReadOnlyList<(string Name, Func<SeededRandom, SampleExample> Draw)> All { get; } =
    [
        ("copy", random => OnWord("copy", Word(random, 2, 8), word => word)),
        ("reverse", random => OnWord("reverse", Word(random, 2, 6), word => string.Concat(word.Reverse()))),
        ("upper", random => OnWord("upper", Word(random, 2, 8), word => word.ToUpperInvariant())),
        ("next", random => OnWord("next", Word(random, 1, 5), word => string.Concat(word.Select(LetterAfter)))),
        ("sort", random => OnWord("sort", Word(random, 2, 5), word => string.Concat(word.Order()))),
        ("count", Count),
        ("add", Add),
        ("kind", KindTask.Draw),
    ];

    /// <summary>One example of a task drawn at random.</summary>
    public static SampleExample DrawAny(SeededRandom random) => All[random.Next(All.Count)].Draw(random);

    private static SampleExample Count(SeededRandom random)
    {
        var letter = "abc"[random.Next(3)];
        var word = Word(random, 3, 8, "abc");
        var count = word.Count(other => other == letter);
        return new($"count {letter} in {word}=", count.ToString(CultureInfo.InvariantCulture));
    }

    private static SampleExample Add(SeededRandom random)
    {
        var (left, right) = (random.Next(50), random.Next(50));
        return new(
            string.Create(CultureInfo.InvariantCulture, $"add {left}+{right}="),
            (left + right).ToString(CultureInfo.InvariantCulture));
    }

    private static SampleExample OnWord(string task, string word, Func<string, string> answer) =>
        new($"{task} {word}=", answer(word));

    private static string Word(SeededRandom random, int shortest, int longest, string letters = Letters)
    {
        var length = shortest + random.Next(longest - shortest + 1);
        return string.Create(length, (random, letters), (span, state) =>
        {
            foreach (ref var letter in span)
            {
                letter = state.letters[state.random.Next(state.letters.Length)];
            }
        });
    }

    private static char LetterAfter(char letter) => Letters[(Letters.IndexOf(letter, StringComparison.Ordinal) + 1) % 26];
}
