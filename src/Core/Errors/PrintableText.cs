namespace FedK8s.Core.Errors;

/// <summary>Text from a hostile file, made fit for one line of a message: short, ASCII, without control
/// characters.</summary>
public static class PrintableText
{
    private const int LongestShown = 100;

    /// <summary>At most 100 characters of the text, each that is no printable ASCII as a question mark.</summary>
    public static string Of(string text)
    {
        var shown = text.Length > LongestShown ? string.Concat(text.AsSpan(0, LongestShown), "...") : text;
        return string.Concat(shown.Select(c => c is < ' ' or > '~' ? '?' : c));
    }
}
