using System.Text.Json.Nodes;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Network;

/// <summary>
/// Reads the fields of a config.json and gathers what is missing, out of range or not implemented: everything is named
/// at once, because a model that is nearly right is worse than none.
/// </summary>
/// <param name="config">The content of config.json.</param>
internal sealed class ConfigFields(JsonObject config)
{
    /// <summary>Far above any real model; what a file may ask for stays far from the limits of whole numbers.</summary>
    public const int LargestCount = 1 << 24;

    private readonly List<string> _problems = [];
    private readonly string _path = ""; // of an object within: its name and a point

    private ConfigFields(JsonObject config, string path, List<string> problems)
        : this(config) => (_path, _problems) = (path, problems);

    /// <summary>What they are read from.</summary>
    public JsonObject Config => config;

    /// <summary>What was noted so far, in the order of the reading.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether the sizes are those of the file, so that its tensors can be judged by them.</summary>
    public bool AreSizesKnown { get; private set; } = true;

    /// <summary>A whole number of things, from 1.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="absent">What holds where it is missing; null where it must be there.</param>
    public int Count(string field, int? absent = null)
    {
        if (config[field] is null && absent is { } byDefault)
        {
            return byDefault;
        }

        var count = config[field] is JsonValue value && value.TryGetValue<int>(out var found) ? found : 0;
        RequireSize(count is >= 1 and <= LargestCount, field, $"a whole number from 1 to {LargestCount}");
        return Math.Clamp(count, 1, LargestCount); // goes on with something valid, so that every problem is found
    }

    /// <summary>A number, true or false, or a text.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="absent">What holds where it is missing.</param>
    public TValue Value<TValue>(string field, TValue absent)
    {
        if (config[field] is null)
        {
            return absent;
        }

        var isOfType = config[field] is JsonValue value && value.TryGetValue(out absent!);
        Require(isOfType, field, absent switch { bool => "true or false", string => "a text", _ => "a number" });
        return absent;
    }

    /// <summary>Whether the field is there, be it null.</summary>
    public bool Has(string field) => config.ContainsKey(field);

    /// <summary>
    /// The fields of an object within, whose problems are noted here; null where it is missing, or not an object.
    /// </summary>
    public ConfigFields? Within(string field)
    {
        Require(config[field] is null or JsonObject, field, "an object");
        return config[field] is JsonObject inner ? new ConfigFields(inner, $"{_path}{field}.", _problems) : null;
    }

    /// <summary>Notes a problem with a field where the condition is not met.</summary>
    public void Require(bool isMet, string field, string wanted)
    {
        if (!isMet)
        {
            _problems.Add($"{_path}{field} is {config[field]?.ToJsonString() ?? "missing"}, wanted {wanted}");
        }
    }

    /// <summary>As <see cref="Require"/>, for a condition without which no model can be made.</summary>
    public void RequireSize(bool isMet, string field, string wanted)
    {
        Require(isMet, field, wanted);
        AreSizesKnown &= isMet;
    }

    /// <summary>Whether the field is missing or null.</summary>
    public bool IsNull(string field) => config[field] is null;

    /// <summary>The texts of a list; null where the field is missing, empty where it is something else.</summary>
    public IReadOnlyList<string?>? Texts(string field) => config[field] switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => item?.ToString())],
        _ => [],
    };

    /// <param name="location">Where the configuration was read; for the message.</param>
    /// <exception cref="RunFailedException">FK3004: at least one problem was noted.</exception>
    public void ThrowIfAny(string location)
    {
        if (_problems.Count > 0)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{location}: {string.Join("; ", _problems)}; correct the file or choose another base model.");
        }
    }
}
