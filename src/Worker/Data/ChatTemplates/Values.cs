using System.Globalization;

namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>
/// The values of a template: null (none), <see cref="Undefined"/>, bool, long, double, string, a list or a dictionary by
/// text.
/// </summary>
internal static class Values
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        IReadOnlyList<object?> list => list.Count > 0,
        IReadOnlyDictionary<string, object?> members => members.Count > 0,
        _ => true,
    };

    /// <summary>As a template writes it into its text.</summary>
    public static string Text(object? value) => value switch
    {
        null => "None",
        Undefined => "",
        bool flag => flag ? "True" : "False",
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new ChatTemplateException($"it writes a {KindOf(value)} as text"),
    };

    public static new bool Equals(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) =>
            a.Count == b.Count && a.Zip(b).All(pair => Equals(pair.First, pair.Second)),
        _ => NumberOf(left) is { } a && NumberOf(right) is { } b ? a.CompareTo(b) == 0 : object.Equals(left, right),
    };

    /// <summary>Below zero, zero or above, as of two numbers or two texts.</summary>
    public static int Compare(object? left, object? right) =>
        left is string a && right is string b ? string.CompareOrdinal(a, b)
        : NumberOf(left) is { } first && NumberOf(right) is { } second ? first.CompareTo(second)
        : throw new ChatTemplateException($"it compares a {KindOf(left)} with a {KindOf(right)}");

    public static bool Contains(object? container, object? value) => container switch
    {
        string text when value is string part => text.Contains(part, StringComparison.Ordinal),
        IReadOnlyList<object?> list => list.Any(item => Equals(item, value)),
        IReadOnlyDictionary<string, object?> members => value is string name && members.ContainsKey(name),
        _ => throw new ChatTemplateException($"it looks for something in a {KindOf(container)}"),
    };

    /// <summary>A member by name or position; <see cref="Undefined"/> where there is none.</summary>
    public static object? Member(object? owner, object? key) => (owner, key) switch
    {
        (IReadOnlyDictionary<string, object?> members, string name) =>
            members.TryGetValue(name, out var value) ? value : Undefined.Value,
        (IReadOnlyList<object?> list, long index) => At(list.Count, index) is { } i ? list[i] : Undefined.Value,
        (string, long) => Member(Items(owner), key),
        (Undefined, _) => throw new ChatTemplateException($"it asks something that is not defined for {Text(key)}"),
        _ => Undefined.Value,
    };

    /// <summary>What a loop goes through.</summary>
    public static IReadOnlyList<object?> Items(object? value) => value switch
    {
        Undefined => [],
        IReadOnlyList<object?> list => list,
        IReadOnlyDictionary<string, object?> members => [.. members.Keys],
        string text => [.. text.EnumerateRunes().Select(rune => rune.ToString())], // characters, not UTF-16 units
        _ => throw new ChatTemplateException($"it goes through a {KindOf(value)}"),
    };

    public static long Length(object? value) => value is string text ? text.EnumerateRunes().Count() : Items(value).Count;

    public static double? NumberOf(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    public static string KindOf(object? value) => value switch
    {
        null => "none",
        Undefined => "value that is not defined",
        bool => "truth value",
        long or double => "number",
        string => "text",
        IReadOnlyList<object?> => "list",
        IReadOnlyDictionary<string, object?> => "mapping",
        _ => "function",
    };

    private static int? At(int count, long index)
    {
        index = index < 0 ? index + count : index;
        return index >= 0 && index < count ? (int)index : null;
    }
}
