namespace FedK8s.RetentionBench.Toy;

/// <summary>
/// The general tasks, which the base model can do, and the downstream ones, which it has never seen. A symbol has a colour and a
/// shape, four of each; there are two domains of sixteen symbols, and the base model knows both.
/// </summary>
internal static class ToyTasks
{
    /// <summary>The characters of the four answers.</summary>
    public const string Answers = "0123";

    /// <summary>The character that ends a prompt.</summary>
    public const char Asks = '=';

    /// <summary>The domain that general tasks are measured on.</summary>
    public const string Domain = "ABCDEFGHIJKLMNOP";

    /// <summary>The domain that shares no symbol with it.</summary>
    public const string OtherDomain = "abcdefghijklmnop";

    /// <summary>Chance: four answers, all equally likely.</summary>
    public const double Chance = 0.25;

    public static IReadOnlyList<ToyTask> General { get; } =
    [
        new("first-colour", 'Q', body => Colour(body[0])),
        new("last-colour", 'R', body => Colour(body[^1])),
        new("first-shape", 'S', body => Shape(body[0])),
        new("last-shape", 'T', body => Shape(body[^1])),
        new("most-colour", 'U', body => Most(body, Colour)),
        new("count-colour", 'V', body => Math.Min(3, body.Count(symbol => Colour(symbol) == 0))),
        new("sum-colour", 'W', body => (Colour(body[0]) + Colour(body[^1])) % 4),
        new("most-shape", 'X', body => Most(body, Shape)),
    ];

    /// <summary>What clients teach: the commonest kind, where colour and shape together say a symbol's kind, which nobody asked before.</summary>
    public static ToyTask Downstream { get; } = new("downstream", 'Y', body => Most(body, symbol => (Colour(symbol) + Shape(symbol)) % 4));

    /// <summary>What they teach after it, where two tasks follow each other.</summary>
    public static ToyTask Second { get; } =
        new("second", 'Z', body => Most(body, symbol => (Colour(symbol) + (2 * Shape(symbol))) % 4));

    /// <summary>Every character that a prompt or an answer may have, in the order of the tokens' ids.</summary>
    public static string Alphabet { get; } = string.Concat(
    [
        .. Answers, Asks, .. Domain, .. OtherDomain,
        .. General.Select(task => task.Instruction), Downstream.Instruction, Second.Instruction,
    ]);

    private static int Colour(int symbol) => symbol % 4;

    private static int Shape(int symbol) => symbol / 4;

    private static int? Most(int[] body, Func<int, int> attribute)
    {
        var counts = new int[4];
        foreach (var symbol in body)
        {
            counts[attribute(symbol)]++;
        }

        var most = counts.Max();
        return counts.Count(count => count == most) == 1 ? Array.IndexOf(counts, most) : null;
    }
}
