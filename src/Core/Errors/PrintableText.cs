namespace FedK8s.Core.Errors;

/// <summary>Text from a hostile file, made fit for one line of a message: short, ASCII, without control
/// characters.</summary>
internal static class PrintableText
{
    private const int LongestShown = 100;

    public static string Of(string text)
    {
        var shown = text.Length > LongestShown ? string.Concat(text.AsSpan(0, LongestShown), "...") : text;
        return string.Concat(shown.Select(c => c is < ' ' or > '~' ? '?' : c));
    }
}
