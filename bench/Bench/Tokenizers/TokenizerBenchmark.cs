using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using FedK8s.Bench.Harness;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Bench.Tokenizers;

/// <summary>
/// Megabytes of English text a second, on one thread, for each kind of tokenizer with a vocabulary of real size. A text is
/// encoded as a whole (windows) and line by line (rows). The first pass over the text, with nothing remembered, is apart.
/// </summary>
internal static class TokenizerBenchmark
{
    // Byte-level byte pairs, as a whole, in MB/s of a core.
    private const double Target = 20;

    private const int MergeCount = 16_000;
    private const int SampleCount = 5;
    private const int PassesOfSample = 10; // processor time is told in hundredths of a second
    private const double BytesPerMegabyte = 1e6;

    private static readonly (string Name, Func<string, int, JsonObject> Make)[] Contestants =
    [
        ("byte-level, GPT-2", TokenizerFiles.Gpt2),
        ("byte-level, Llama 3", TokenizerFiles.Llama3),
        ("byte-level, other regex", TokenizerFiles.Expression),
        ("sentence pieces, Llama 2", TokenizerFiles.SentencePiece),
        ("word pieces, BERT", TokenizerFiles.WordPiece),
    ];

    /// <summary>Measures on a text that lies beside the checkout, in ../shared/data/tinyshakespeare; without it there is no table.</summary>
    public static Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var path = Path.Combine(settings.Repository, "..", "shared", "data", "tinyshakespeare", "input.txt");
        if (!File.Exists(path))
        {
            Console.WriteLine($"tokenizers: skipped, {path} is not there\n");
            return Task.FromResult(new Report([], new { }));
        }

        var text = File.ReadAllText(path);
        var speeds = Contestants.Select(contestant => Measure(contestant.Name, contestant.Make(text, MergeCount), text)).ToArray();
        var table = new ResultTable(
            $"tokenizers: MB/s of one core, median of {SampleCount}; at most {MergeCount} merges",
            ["Tokenizer", "First pass", "Whole text", "Rows", "Target"],
            [.. speeds.Select(speed => new[]
            {
                speed.Name, $"{speed.FirstPass:F1}", $"{speed.Whole:F1}", $"{speed.Rows:F1}",
                HasTarget(speed.Name) ? Cell.AtLeast(Target, speed.Whole) : "",
            })]);
        return Task.FromResult(new Report([table], speeds));
    }

    private static bool HasTarget(string name) =>
        name.StartsWith("byte-level", StringComparison.Ordinal) && !name.EndsWith("regex", StringComparison.Ordinal);

    private static TokenizerSpeed Measure(string name, JsonObject file, string text)
    {
        var tokenizer = Load(file);
        var rows = text.Split('\n');
        var megabytes = Encoding.UTF8.GetByteCount(text) / BytesPerMegabyte;
        var first = megabytes / CpuSeconds(() => tokenizer.Encode(text));
        return new TokenizerSpeed(
            name,
            first,
            Median(() => tokenizer.Encode(text)),
            Median(() =>
            {
                foreach (var row in rows)
                {
                    tokenizer.Encode(row);
                }
            }));

        double Median(Action encode) =>
            Enumerable.Range(0, SampleCount).Select(_ => PassesOfSample * megabytes / CpuSeconds(() => Repeat(encode))).Order()
                .ElementAt(SampleCount / 2);
    }

    private static void Repeat(Action encode)
    {
        for (var pass = 0; pass < PassesOfSample; pass++)
        {
            encode();
        }
    }

    private static ITokenizer Load(JsonObject file)
    {
        var folder = Directory.CreateTempSubdirectory("fedk8s-bench-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "tokenizer.json"), file.ToJsonString());
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"eos_token":"</s>"}""");
            return TokenizerFolder.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Processor time, because other load on the machine is not the tokenizer's; of this process, so the collector's work counts.
    private static double CpuSeconds(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        action();
        process.Refresh();
        return Math.Max(1e-6, (process.TotalProcessorTime - start).TotalSeconds);
    }
}
