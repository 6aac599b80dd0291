using System.Globalization;

namespace FedK8s.Worker.Data.Tokenizers.Unicode;

/// <summary>
/// The character data of Unicode's normal forms (UAX 15). The runtime's own is switched off together with its cultures
/// (InvariantGlobalization), so the table travels with this assembly.
/// </summary>
internal sealed class DecompositionTable
{
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<long, int> _composites = [];
    private readonly Dictionary<int, byte> _classes = [];

    private DecompositionTable()
    {
        using var stream = typeof(DecompositionTable).Assembly.GetManifestResourceStream("decompositions.txt")!; // embedded
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            Read(line);
        }
    }

    /// <summary>Read once, when a tokenizer first needs it.</summary>
    public static DecompositionTable Instance { get; } = new();

    /// <summary>The combining class; 0 for a starter.</summary>
    public int ClassOf(int character) => _classes.GetValueOrDefault(character);

    /// <summary>
    /// One step of decomposition; null for a character that stays. Hangul syllables are not in the table.
    /// </summary>
    public int[]? Decompose(int character, bool isCompatible) =>
        _canonical.TryGetValue(character, out var parts) || (isCompatible && _compatible.TryGetValue(character, out parts))
            ? parts
            : null;

    /// <summary>The character that a pair composes into; null where there is none.</summary>
    public int? Compose(int first, int second) =>
        _composites.TryGetValue(Pair(first, second), out var composite) ? composite : null;

    private void Read(string line)
    {
        if (line[0] == '#')
        {
            return;
        }

        var fields = line.TrimStart('!', '~').Split(' ');
        if (line[0] == '@')
        {
            var combiningClass = byte.Parse(fields[0].AsSpan(1), CultureInfo.InvariantCulture);
            for (var character = Code(fields[1]); character <= Code(fields[2]); character++)
            {
                _classes[character] = combiningClass;
            }

            return;
        }

        var parts = Array.ConvertAll(fields[1..], Code);
        (line[0] == '~' ? _compatible : _canonical)[Code(fields[0])] = parts;
        if (line[0] is not ('!' or '~'))
        {
            _composites[Pair(parts[0], parts[1])] = Code(fields[0]);
        }
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static int Code(string field) => int.Parse(field, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
