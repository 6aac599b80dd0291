using System.Text;

namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>
/// Unicode's normal forms (UAX 15): decompose, order the marks, and compose again where the form asks for it.
/// </summary>
internal sealed class NormalForm
{
    private readonly bool _isCompatible;
    private readonly bool _isComposed;
    private readonly char _firstAffected; // every character before it is the same in this form, whatever follows

    private NormalForm(bool isCompatible, bool isComposed, char firstAffected) =>
        (_isCompatible, _isComposed, _firstAffected) = (isCompatible, isComposed, firstAffected);

    /// <summary>Canonical composition.</summary>
    public static NormalForm C { get; } = new(isCompatible: false, isComposed: true, '\u0300');

    /// <summary>Canonical decomposition.</summary>
    public static NormalForm D { get; } = new(isCompatible: false, isComposed: false, '\u00C0');

    /// <summary>Compatibility composition.</summary>
    public static NormalForm KC { get; } = new(isCompatible: true, isComposed: true, '\u00A0');

    /// <summary>Compatibility decomposition.</summary>
    public static NormalForm KD { get; } = new(isCompatible: true, isComposed: false, '\u00A0');

    /// <param name="text">Without lone surrogates.</param>
    public string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(_firstAffected - 1)))
        {
            return text;
        }

        var characters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, characters);
        }

        CombiningOrder.Apply(characters);
        if (_isComposed)
        {
            Composition.Apply(characters);
        }

        var result = new StringBuilder(characters.Count);
        Span<char> units = stackalloc char[2];
        foreach (var character in characters)
        {
            result.Append(units[..new Rune(character).EncodeToUtf16(units)]);
        }

        return result.ToString();
    }

    private void Decompose(int character, List<int> characters)
    {
        if (Hangul.IsSyllable(character))
        {
            Hangul.Decompose(character, characters);
        }
        else if (DecompositionTable.Instance.Decompose(character, _isCompatible) is { } parts)
        {
            foreach (var part in parts)
            {
                Decompose(part, characters);
            }
        }
        else
        {
            characters.Add(character);
        }
    }
}
