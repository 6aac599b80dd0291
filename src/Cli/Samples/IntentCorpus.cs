using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Samples;

/// <summary>CLINC150 as it is published: texts with one of 150 intents, each of which belongs to one of ten domains.</summary>
/// <param name="Train">15,000, as many of each intent.</param>
/// <param name="Validation">3,000.</param>
/// <param name="Test">4,500.</param>
/// <param name="Domains">By name, with its intents.</param>
internal sealed record IntentCorpus(
    IReadOnlyList<LabelledExample> Train,
    IReadOnlyList<LabelledExample> Validation,
    IReadOnlyList<LabelledExample> Test,
    IReadOnlyDictionary<string, string[]> Domains)
{
    private const string TextsName = "data_full.json";
    private const string DomainsName = "domains.json";

    /// <summary>All intents in ordinal order.</summary>
    public IReadOnlyList<string> Intents =>
        [.. Domains.Values.SelectMany(intents => intents).Order(StringComparer.Ordinal)];

    /// <summary>Reads the two files; the texts out of scope are left aside.</summary>
    /// <exception cref="RunFailedException">FK9002: they are not there; FK3001: they are something else.</exception>
    public static IntentCorpus Read(string folder)
    {
        var splits = Read<Dictionary<string, string[][]>>(folder, TextsName);
        var domains = Read<Dictionary<string, string[]>>(folder, DomainsName);
        return new(Split("train"), Split("val"), Split("test"), domains);

        IReadOnlyList<LabelledExample> Split(string name) =>
            splits.TryGetValue(name, out var rows) && rows.All(row => row.Length == 2)
                ? [.. rows.Select(row => new LabelledExample(row[0], row[1]))]
                : throw Unreadable(folder, TextsName, $"no {name} of [text, intent] pairs");
    }

    private static TContent Read<TContent>(string folder, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<TContent>(File.ReadAllBytes(Path.Combine(folder, name)))
                ?? throw Unreadable(folder, name, "nothing");
        }
        catch (JsonException exception)
        {
            throw Unreadable(folder, name, $"other JSON (line {exception.LineNumber + 1})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.FileNotFound,
                $"{Path.Combine(folder, name)} cannot be read; wanted CLINC150's {TextsName} and {DomainsName}: "
                + "docs/samples.md says where they come from; name their folder with --from.", exception);
        }
    }

    private static RunFailedException Unreadable(string folder, string name, string found, Exception? cause = null) => new(
        ExitCodes.UnreadableRow,
        $"{Path.Combine(folder, name)}: found {found}; wanted the file that CLINC150 publishes: fetch it again.", cause);
}
