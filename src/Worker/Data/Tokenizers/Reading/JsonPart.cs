using System.Text.Json;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>
/// An object of a JSON file that is read member by member. What is wrong is noted, not thrown, so that every problem is
/// found; reading goes on with something valid. A member that nobody asked for is a problem too: it could change the
/// function.
/// </summary>
internal sealed class JsonPart
{
    private const int LongestShown = 60;

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<string> _problems;
    private readonly HashSet<string> _asked = [];

    private JsonPart(JsonElement found, string path, List<string> problems) =>
        (_object, _path, _problems) = (found, path, problems);

    /// <summary>The file's outermost object.</summary>
    /// <param name="root">An object.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static JsonPart Root(JsonElement root, List<string> problems) => new(root, "", problems);

    /// <summary>A member of any kind; undefined where it is missing or null.</summary>
    public JsonElement Find(string name)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;
    }

    /// <summary>Passes over members that change nothing.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _asked.Add(name);
        }
    }

    /// <param name="name">The member.</param>
    /// <param name="absent">Where it is missing or null; without it the member must be there.</param>
    public string Text(string name, string? absent = null)
    {
        var value = Find(name);
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString() ?? "";
        }

        Require(absent is not null && value.ValueKind == JsonValueKind.Undefined, name, "a text");
        return absent ?? "";
    }

    /// <inheritdoc cref="Text"/>
    public bool Flag(string name, bool? absent = null)
    {
        var value = Find(name);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Require(absent is not null && value.ValueKind == JsonValueKind.Undefined, name, "true or false");
        return absent ?? false;
    }

    /// <param name="name">The member.</param>
    /// <param name="largest">From 0 to this.</param>
    /// <param name="absent">Where it is missing or null; without it the member must be there.</param>
    public int Count(string name, int largest, int? absent = null)
    {
        var value = Find(name);
        if (value.ValueKind == JsonValueKind.Undefined && absent is { } byDefault)
        {
            return byDefault;
        }

        var isCount = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count)
            && count >= 0 && count <= largest;
        Require(isCount, name, $"a whole number from 0 to {largest}");
        return isCount ? value.GetInt32() : 0;
    }

    /// <summary>A text that is one character of the first plane.</summary>
    public char Character(string name, char absent)
    {
        var text = Text(name, absent.ToString());
        Require(text.Length == 1, name, "one character");
        return text.Length == 1 ? text[0] : absent;
    }

    /// <summary>One of some texts, by its position.</summary>
    public int Choice(string name, string? absent, params ReadOnlySpan<string> choices)
    {
        var index = choices.IndexOf(Text(name, absent));
        Require(index >= 0, name, string.Join(" or ", choices.ToArray()));
        return Math.Max(0, index);
    }

    /// <summary>An object; null where it is missing or null.</summary>
    public JsonPart? Part(string name)
    {
        var value = Find(name);
        Require(value.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined, name, "an object");
        return value.ValueKind == JsonValueKind.Object ? new(value, Path(name), _problems) : null;
    }

    /// <summary>A list of objects; empty where it is missing or null.</summary>
    public IReadOnlyList<JsonPart> Parts(string name)
    {
        var value = Find(name);
        var isList = value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);
        Require(isList || value.ValueKind == JsonValueKind.Undefined, name, "a list of objects");
        return isList
            ? [.. value.EnumerateArray().Select((item, index) => new JsonPart(item, $"{Path(name)}[{index}]", _problems))]
            : [];
    }

    /// <summary>Notes a problem unless what was found is as it should be.</summary>
    public void Require(bool isMet, string name, string wanted)
    {
        if (!isMet)
        {
            Refuse(name, Show(Find(name)), wanted);
        }
    }

    /// <summary>Notes a problem.</summary>
    public void Refuse(string name, string found, string wanted) =>
        _problems.Add($"{Path(name)} is {found}, wanted {wanted}");

    /// <summary>Notes every member that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var member in _object.EnumerateObject())
        {
            if (!_asked.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
            {
                Refuse(member.Name, Show(member.Value), "no such field");
            }
        }
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static string Show(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Undefined => "missing",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => value.GetRawText(),
        };
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }
}
