using System.Globalization;

namespace FedK8s.Cli.Manifests;

/// <summary>
/// What a single value means for a field of a given type, by the rules that a cluster applies to the same manifest. Numbers may
/// be quoted, because other tools write them so.
/// </summary>
internal static class ScalarText
{
    private const NumberStyles WholeNumber = NumberStyles.AllowLeadingSign;

    public static bool Reads(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(double) || type.IsEnum;

    public static bool TryRead(Type type, ManifestNode.Scalar scalar, out object value)
    {
        value = "";
        object? read = type switch
        {
            _ when IsNothing(scalar) => null,
            _ when type == typeof(string) => MeansText(scalar) ? scalar.Text : null,
            _ when type == typeof(bool) => Truth(scalar),
            _ when type == typeof(int) => int.TryParse(scalar.Text, WholeNumber, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(long) => long.TryParse(scalar.Text, WholeNumber, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(double) => Number(scalar.Text),
            _ => Enum.GetNames(type).Contains(scalar.Text, StringComparer.Ordinal) ? Enum.Parse(type, scalar.Text) : null,
        };
        value = read ?? value;
        return read is not null;
    }

    public static bool IsNothing(ManifestNode node) =>
        node is ManifestNode.Scalar { IsPlain: true, Text: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>The truth value that YAML 1.2 reads, or null.</summary>
    public static bool? Truth(ManifestNode.Scalar scalar) => scalar switch
    {
        { IsPlain: true, Text: "true" or "True" or "TRUE" } => true,
        { IsPlain: true, Text: "false" or "False" or "FALSE" } => false,
        _ => null,
    };

    /// <summary>The finite number that the text is, or null.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) ? number : null;

    /// <summary>What a field of this type takes, as a phrase.</summary>
    public static string Wanted(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number below 2147483648",
        _ when type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ => $"one of {string.Join(", ", Enum.GetNames(type))}",
    };

    /// <summary>What to do where <paramref name="node"/> is not what a field of this type takes.</summary>
    public static string Cure(Type type, ManifestNode node) => type switch
    {
        _ when IsNothing(node) => "write a value, or remove the line for the default",
        _ when type == typeof(string) && node is ManifestNode.Scalar scalar => $"put it in quotes: \"{scalar.Text}\"",
        _ when type == typeof(bool) => "write true or false, without quotes",
        _ when type == typeof(double) => "write for example 0.5 or 5e-5",
        _ when type.IsEnum => "write one of these words, in exactly this spelling",
        _ => $"write {(type == typeof(string) ? "one value" : "for example 32")}",
    };

    /// <summary>What stands there, as a phrase.</summary>
    public static string Describe(ManifestNode node) => node switch
    {
        ManifestNode.Mapping => "fields",
        ManifestNode.Sequence => "a list",
        ManifestNode.Scalar when IsNothing(node) => "nothing",
        ManifestNode.Scalar scalar when Truth(scalar) is not null => $"the truth value {scalar.Text}",
        ManifestNode.Scalar { IsPlain: true } scalar when Number(scalar.Text) is not null => $"the number {scalar.Text}",
        ManifestNode.Scalar scalar => $"\"{Short(scalar.Text)}\"",
        _ => "something else",
    };

    private static bool MeansText(ManifestNode.Scalar scalar) =>
        !scalar.IsPlain || (Truth(scalar) is null && Number(scalar.Text) is null);

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 60 ? line : $"{line[..57]}...";
    }
}
