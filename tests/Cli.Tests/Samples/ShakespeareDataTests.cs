using FedK8s.Cli.Samples;
using FedK8s.Cli.Tests.Runs;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Samples;

/// <summary>How the plays and the stories are cut, on plays of nine speakers with ten speeches each.</summary>
public sealed class ShakespeareDataTests
{
    private static readonly string _plays = string.Join("\n\n", Enumerable.Range(0, 90).Select(Speech));

    [Fact]
    public void The_eight_with_the_most_characters_of_speech_are_the_clients() =>
        Assert.Equal(
            ["held-out", "king-b", "king-c", "king-d", "king-e", "king-f", "king-g", "king-h", "king-i", "stories"],
            Texts().Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_last_tenth_of_each_speaker_s_speeches_is_held_out()
    {
        var texts = Texts();

        Assert.Equal(8, Count(texts["held-out"]));
        Assert.Contains("speech 89 ", texts["held-out"], StringComparison.Ordinal);
        Assert.Equal((9, false), (Count(texts["king-i"]), texts["king-i"].Contains("speech 89 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_speech_keeps_its_speaker_s_line() =>
        Assert.StartsWith("KING C:\nspeech 2 ", Texts()["king-c"], StringComparison.Ordinal);

    [Fact]
    public void Stories_end_with_the_last_whole_paragraph_that_is_sound()
    {
        var stories = $"{new string('a', 43_900)}\n\n{new string('b', 100)}";

        Assert.Equal($"{new string('a', 43_900)}\n", ShakespeareData.Texts(_plays, stories)["stories"]);
    }

    [Fact]
    public void The_public_texts_give_the_manifest_s_files()
    {
        var source = RepositoryRoot.Combine("..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(Path.Combine(source, "tinyshakespeare")), "The third-party texts are not here; docs/samples.md says where they are.");
        using var folder = new TemporaryFolder();

        ShakespeareData.Write(source, folder.Path);

        var manifest = File.ReadAllText(RepositoryRoot.Combine("k8s", "samples", "shakespeare.yaml"));
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.Contains($"shakespeare/data/{Path.GetFileName(file)}", manifest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_text_of_that_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["tinyshakespeare"]);
        File.WriteAllText(folder["tinyshakespeare", "input.txt"], _plays);

        var result = await TinyRun.FedK8sAsync("sample", "shakespeare", "--from", folder.Path, "--to", folder["data"]);

        Assert.Equal(3, result.Exit);
        Assert.Contains("input.txt: found SHA-256 ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from: found none, wanted the folder", "shakespeare")]
    [InlineData("--from: found a folder, wanted none", "quickstart", "--from", "somewhere")]
    public async Task A_source_is_given_where_one_is_needed(string words, params string[] arguments)
    {
        var result = await TinyRun.FedK8sAsync(["sample", .. arguments, "--to", "anywhere"]);

        Assert.Equal(1, result.Exit);
        Assert.Contains(words, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    // KING A's speeches are the shortest.
    private static string Speech(int number)
    {
        var speaker = number % 9;
        return $"KING {(char)('A' + speaker)}:\nspeech {number} of {new string('x', 10 + speaker)}";
    }

    private static int Count(string text) => text.Split("speech ").Length - 1;

    private static IReadOnlyDictionary<string, string> Texts() => ShakespeareData.Texts(_plays, "one\n\ntwo");
}
