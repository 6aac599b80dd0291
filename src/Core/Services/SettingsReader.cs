using System.Globalization;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Services;

/// <summary>
/// Reads a service's environment and gathers everything that is wrong with it, so that a user learns of all of it at once.
/// What is wrong reads as its default meanwhile.
/// </summary>
/// <param name="find">The value of a variable; null where it is not set. An empty value counts as not set.</param>
public sealed class SettingsReader(Func<string, string?> find)
{
    private readonly List<string> _problems = [];

    /// <summary>The value of a variable; null where it is not set.</summary>
    public string? Find(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return find(setting.Name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    /// <summary>The value of a variable that must be set.</summary>
    public string Require(Setting setting)
    {
        if (Find(setting) is { } value)
        {
            return value;
        }

        Add(setting, "nothing");
        return "";
    }

    /// <summary>A whole number; <paramref name="otherwise"/> where the variable is not set.</summary>
    public int Number(Setting setting, int least, int otherwise)
    {
        if (Find(setting) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        AddValue(setting, text);
        return otherwise;
    }

    /// <summary><c>true</c> or <c>false</c>; false where the variable is not set.</summary>
    public bool Flag(Setting setting)
    {
        var text = Find(setting);
        if (text is null || bool.TryParse(text, out _))
        {
            return text is not null && bool.Parse(text);
        }

        AddValue(setting, text);
        return false;
    }

    /// <summary>One of an enum's words, in any case; null where the variable is not set.</summary>
    public T? Word<T>(Setting setting)
        where T : struct, Enum
    {
        if (Find(setting) is not { } text)
        {
            return null;
        }

        if (Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        AddValue(setting, text);
        return null;
    }

    /// <summary>Notes that a variable's value cannot be read; the value is shown.</summary>
    public void AddValue(Setting setting, string value) => Add(setting, $"'{PrintableText.Of(value)}'");

    /// <summary>Notes a problem with a variable.</summary>
    /// <param name="setting">Which; its meaning says what was wanted.</param>
    /// <param name="found">What is there, as a phrase without a secret.</param>
    public void Add(Setting setting, string found)
    {
        ArgumentNullException.ThrowIfNull(setting);
        _problems.Add($"{setting.Name}: found {found}, wanted {char.ToLowerInvariant(setting.Meaning[0])}{setting.Meaning[1..].TrimEnd('.')}");
    }

    /// <exception cref="RunFailedException">There was at least one problem (FK9012); all are told.</exception>
    public void RequireNoProblem()
    {
        if (_problems.Count > 0)
        {
            throw new RunFailedException(ExitCodes.InvalidSettings, string.Join("; ", _problems));
        }
    }
}
