using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Bench.Tokenizers;

/// <summary>
/// Megabytes of English text a second, on one thread, for each kind of tokenizer with a vocabulary of real size. A text is
/// encoded as a whole (windows) and line by line (rows). The first pass over the text, with nothing remembered, is apart.
/// </summary>
internal static class TokenizerBenchmark
{
    /// <summary>Byte-level byte pairs, as a whole, in MB/s of a core.</summary>
    public const double Target = 20;

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

    /// <summary>Prints the table and writes the same figures to artifacts/bench/tokenizers.json.</summary>
    /// <param name="repository">The text lies beside it, in ../shared/data/tinyshakespeare.</param>
    public static void Run(string repository)
    {
        var path = Path.Combine(repository, "..", "shared", "data", "tinyshakespeare", "input.txt");
        if (!File.Exists(path))
        {
            Console.WriteLine($"tokenizers: {path} is not there");
            return;
        }

        var text = File.ReadAllText(path);
        Console.WriteLine($"tokenizers                  first pass      whole       rows   MB/s of one core, median of {SampleCount}; at most {MergeCount} merges");
        var figures = Contestants.Select(contestant => Measure(contestant.Name, contestant.Make(text, MergeCount), text)).ToArray();
        var folder = Directory.CreateDirectory(Path.Combine(repository, "artifacts", "bench")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "tokenizers.json"),
            JsonSerializer.Serialize(
                new { benchmark = "tokenizers", target = Target, figures },
                new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n");
    }

    private static TokenizerSpeed Measure(string name, JsonObject file, string text)
    {
        var tokenizer = Load(file);
        var rows = text.Split('\n');
        var megabytes = Encoding.UTF8.GetByteCount(text) / BytesPerMegabyte;
        var first = megabytes / CpuSeconds(() => tokenizer.Encode(text));
        var speed = new TokenizerSpeed(
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
        var target = name.StartsWith("byte-level", StringComparison.Ordinal) && !name.EndsWith("regex", StringComparison.Ordinal)
            ? $"   target {Target:F0}"
            : "";
        Console.WriteLine($"  {speed.Name,-24} {speed.FirstPass,11:F1}{speed.Whole,11:F1}{speed.Rows,11:F1}{target}");
        return speed;

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
