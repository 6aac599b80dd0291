namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>What methods and filters do with texts, as Python does it.</summary>
internal static class Texts
{
    /// <param name="text">The text.</param>
    /// <param name="characters">Each of them is taken off; null for white space.</param>
    /// <param name="isLeft">Off the start.</param>
    /// <param name="isRight">Off the end.</param>
    public static string Strip(string text, string? characters, bool isLeft, bool isRight)
    {
        var set = characters?.ToCharArray(); // .NET takes white space off where there is none
        text = isLeft ? text.TrimStart(set) : text;
        return isRight ? text.TrimEnd(set) : text;
    }

    public static string Join(IReadOnlyList<object?> items, string separator)
    {
        var texts = items.Select(Values.Text).ToArray();
        RenderBudget.Require(texts.Sum(text => (long)text.Length + separator.Length));
        return string.Join(separator, texts);
    }

    public static string Replace(string text, string found, string wanted)
    {
        RenderBudget.Require(text.Length + ((long)text.Length / found.Length * wanted.Length));
        return text.Replace(found, wanted, StringComparison.Ordinal);
    }
}
