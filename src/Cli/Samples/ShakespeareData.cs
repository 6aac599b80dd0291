using System.Text;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Samples;

/// <summary>
/// Cuts the shakespeare sample's data from two texts: the speeches of eight speakers, what is held out of them, and children's
/// stories, which the base model was trained on.
/// </summary>
internal static class ShakespeareData
{
    private const int SpeakerCount = 8;
    private const int HeldOutPercent = 10;

    // Behind this character the source's quotation marks are broken.
    private const int SoundStoryCharacters = 43_965;

    private const string Plays = "tinyshakespeare/input.txt";
    private const string PlaysSha256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed";
    private const string Stories = "tinystories-sample/tinystories.txt";
    private const string StoriesSha256 = "727e8b228375be3075114c20729c93ed6e81ae5d8fe7faf7cb54b304f0322d70";

    /// <summary>Writes a text for each speaker, <c>held-out.txt</c> and <c>stories.txt</c>; files of these names are replaced.</summary>
    /// <param name="source">The folder of the third-party files.</param>
    /// <param name="folder">Created where missing.</param>
    public static void Write(string source, string folder)
    {
        foreach (var (name, text) in Read(source))
        {
            AtomicFile.Write(Path.Combine(folder, $"{name}.txt"), Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>The texts by name, cut from the third-party files.</summary>
    /// <exception cref="Core.Errors.RunFailedException">FK9002: a file is not there, or it is another one.</exception>
    public static IReadOnlyDictionary<string, string> Read(string source) => Texts(
        Encoding.UTF8.GetString(ThirdPartyFile.Read(source, Plays, PlaysSha256)),
        Encoding.UTF8.GetString(ThirdPartyFile.Read(source, Stories, StoriesSha256)));

    /// <summary>The texts by name.</summary>
    /// <param name="plays">Speeches with an empty line between them, each with its speaker and a colon in the first line.</param>
    /// <param name="stories">Paragraphs with an empty line between them.</param>
    public static IReadOnlyDictionary<string, string> Texts(string plays, string stories)
    {
        var speakers = Speeches(plays)
            .GroupBy(speech => speech.Speaker, speech => speech.Text, StringComparer.Ordinal)
            .OrderByDescending(speeches => speeches.Sum(text => text.Length - speeches.Key.Length)) // without the name
            .ThenBy(speeches => speeches.Key, StringComparer.Ordinal)
            .Take(SpeakerCount)
            .Select(speeches => (Speaker: speeches.Key, Speeches: speeches.ToArray()))
            .ToArray();
        return speakers
            .ToDictionary(found => FileName(found.Speaker), found => Join(found.Speeches[..TrainCount(found.Speeches)]))
            .Append(new("held-out", Join(speakers.SelectMany(found => found.Speeches[TrainCount(found.Speeches)..]))))
            .Append(new("stories", SoundPart(stories)))
            .ToDictionary();
    }

    private static IEnumerable<(string Speaker, string Text)> Speeches(string plays)
    {
        foreach (var speech in plays.Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = speech.IndexOf(":\n", StringComparison.Ordinal);
            if (colon > 0 && !speech[..colon].Contains('\n', StringComparison.Ordinal))
            {
                yield return (speech[..colon], speech);
            }
        }
    }

    // The last speeches are held out, and of a few at least one.
    private static int TrainCount(string[] speeches) => speeches.Length - Math.Max(1, speeches.Length * HeldOutPercent / 100);

    private static string Join(IEnumerable<string> speeches) => string.Concat(speeches.Select(speech => $"{speech}\n\n"));

    private static string FileName(string speaker) => speaker.ToLowerInvariant().Replace(' ', '-');

    private static string SoundPart(string stories)
    {
        var sound = stories[..Math.Min(stories.Length, SoundStoryCharacters)];
        var end = sound.LastIndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? sound : sound[..(end + 1)];
    }
}
