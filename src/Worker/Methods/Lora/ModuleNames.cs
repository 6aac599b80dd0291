using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>
/// Which modules of a model are meant, as PEFT writes it: a list of names, each the end of a module's name in whole segments; or
/// a text, which is a regular expression for the whole name or the word <c>all-linear</c>.
/// </summary>
internal sealed class ModuleNames
{
    private const string AllLinear = "all-linear";

    // The layers that give the result; PEFT leaves them out of all-linear.
    private static readonly string[] Heads = ["lm_head", "score", "classifier"];

    // What a file brings must not keep the program busy for ever.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly string? _text;
    private readonly Regex? _pattern;

    private ModuleNames(IReadOnlyList<string> list, string? text, Regex? pattern) =>
        (List, _text, _pattern) = (list, text, pattern);

    /// <summary>The names; empty where a text says which.</summary>
    public IReadOnlyList<string> List { get; }

    public static ModuleNames Of(IReadOnlyList<string> list) => new(list, null, null);

    /// <summary>Reads a value of <c>adapter_config.json</c>; null where it is neither a list of names nor a text that says which.</summary>
    public static ModuleNames? Find(JsonNode? value)
    {
        if (value is JsonArray array)
        {
            var names = array.Select(TextOf).ToArray();
            return names.Length > 0 && names.All(name => name is { Length: > 0 }) ? Of([.. names.OfType<string>()]) : null;
        }

        return TextOf(value) is { Length: > 0 } text ? FindPattern(text) : null;
    }

    /// <summary>Whether a module is meant.</summary>
    /// <param name="module">Its whole name, for example <c>model.layers.0.self_attn.q_proj</c>.</param>
    /// <exception cref="RegexMatchTimeoutException">The expression takes too long.</exception>
    public bool Contains(string module)
    {
        if (_pattern is not null)
        {
            return _pattern.IsMatch(module);
        }

        return _text is null
            ? List.Any(name => IsEnd(module, name))
            : !Heads.Contains(module.Split('.')[0], StringComparer.Ordinal);
    }

    /// <summary>As PEFT writes it.</summary>
    public JsonNode ToJson() =>
        _text is null ? new JsonArray([.. List.Select(name => JsonValue.Create(name))]) : JsonValue.Create(_text);

    /// <summary>For messages.</summary>
    public override string ToString() => _text ?? string.Join(", ", List);

    private static bool IsEnd(string module, string name) =>
        module == name || module.EndsWith($".{name}", StringComparison.Ordinal);

    private static ModuleNames? FindPattern(string text)
    {
        if (text == AllLinear)
        {
            return new([], text, null);
        }

        try
        {
            return new([], text, new Regex($@"\A(?:{text})\z", RegexOptions.CultureInvariant, LongestMatch));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue<string>(out var text) ? text : null;
}
