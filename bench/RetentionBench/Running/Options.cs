using System.Globalization;
using System.Text.RegularExpressions;
using FedK8s.RetentionBench.Corpora;

namespace FedK8s.RetentionBench.Running;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help =
        """
        bench/retention: what fine-tuning methods keep of what a base model could do, and what they take to learn

        Eight clients teach a small model a new task by each method, as `fedk8s run` would, one process for each run. A run is a
        trial; each trial's result is a file, so that the command, stopped or killed, goes on where it was when it is started again,
        and a new method costs only its own trials. Learning rates are chosen from four for every method, on validation examples and a
        seed that counts for nothing else. At the end it prints tables and claims, and writes results.json, trials.csv,
        evaluations.csv, tables.md and index.html.

        bench/retention                       everything; hours
        bench/retention --quick               five methods, two seeds, no sweep; ten minutes on two processors
        bench/retention --only 'lora|full'    methods whose name matches a pattern
        bench/retention --in alpha-1          settings whose name matches a pattern
        bench/retention --list                the methods and settings, and what is done; runs nothing
        bench/retention --report              tables and files from what is done; runs nothing

        bench/retention --corpus clinc150     a third party's small language model is taught CLINC150 or shakespeare instead

          --from DIR     with --corpus: the third parties' files, which docs/samples.md says where to get
          --seeds N      seeds of each method (default 5 in the common setting, 3 in others; with --quick 2)
          --known FILE   a report's results.json: its trials are not run again, so that a study can be gone on with elsewhere
          --parallel N   trials at a time (default: one for each processor)
          --to DIR       where everything is kept (default artifacts/retention)
          --help         this text

        The base model is made first, in two minutes, and kept. A method that this build refuses is named and passed over. Delete
        DIR/trials to run all of it anew, which a change of the product may call for: results do not know which build made them.
        """;

    public bool IsHelp { get; init; }

    public bool IsList { get; init; }

    public bool IsReport { get; init; }

    public bool IsQuick { get; init; }

    /// <summary>Null for all arms.</summary>
    public Regex? Only { get; init; }

    /// <summary>What is taught; null for the toy.</summary>
    public Corpus? Corpus { get; init; }

    /// <summary>The folder of the corpora's files; null where they are written already.</summary>
    public string? From { get; init; }

    /// <summary>The report whose trials are taken over; null for none.</summary>
    public string? Known { get; init; }

    /// <summary>Null for all settings.</summary>
    public Regex? In { get; init; }

    /// <summary>Null for the form's own number.</summary>
    public int? Seeds { get; init; }

    /// <summary>Trials at a time.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Null for the default folder.</summary>
    public string? To { get; init; }

    /// <summary>Reads the arguments: options, or one line that says what is wrong.</summary>
    public static (Options Options, string? Problem) Read(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--help" or "-h":
                    options = options with { IsHelp = true };
                    break;
                case "--list":
                    options = options with { IsList = true };
                    break;
                case "--report":
                    options = options with { IsReport = true };
                    break;
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                default:
                    if (WithValue(options, arguments[i], value) is not { } changed)
                    {
                        return (options, Problem(arguments[i], value));
                    }

                    options = changed;
                    i++;
                    break;
            }
        }

        return (options, null);
    }

    private static Options? WithValue(Options options, string name, string? value) => (name, value) switch
    {
        ("--only", { } pattern) when IsPattern(pattern) => options with { Only = new Regex(pattern, RegexOptions.CultureInvariant) },
        ("--in", { } pattern) when IsPattern(pattern) => options with { In = new Regex(pattern, RegexOptions.CultureInvariant) },
        ("--seeds", { } text) when Count(text) is { } count => options with { Seeds = count },
        ("--parallel", { } text) when Count(text) is { } count => options with { Parallel = count },
        ("--corpus", { } corpus) when Enum.TryParse<Corpus>(corpus, ignoreCase: true, out var known) => options with { Corpus = known },
        ("--from", { Length: > 0 } folder) => options with { From = Path.GetFullPath(folder) },
        ("--known", { Length: > 0 } file) => options with { Known = Path.GetFullPath(file) },
        ("--to", { Length: > 0 } folder) => options with { To = Path.GetFullPath(folder) },
        _ => null,
    };

    private static string Problem(string name, string? value) => name switch
    {
        "--only" => $"--only: found {Quoted(value)}, wanted a regular expression; for example --only 'lora|full'",
        "--in" => $"--in: found {Quoted(value)}, wanted a regular expression; for example --in alpha-1",
        "--seeds" or "--parallel" => $"{name}: found {Quoted(value)}, wanted a whole number from 1; for example {name} 2",
        "--corpus" => $"--corpus: found {Quoted(value)}, wanted shakespeare or clinc150; for example --corpus clinc150",
        "--from" => "--from: found nothing, wanted a folder; docs/samples.md says where to get the files",
        "--known" => "--known: found nothing, wanted a results.json; for example --known docs/results/retention/results.json",
        "--to" => "--to: found nothing, wanted a folder; for example --to artifacts/retention",
        _ => $"{name}: no such option; bench/retention --help lists them",
    };

    private static string Quoted(string? value) => value is null ? "nothing" : $"'{value}'";

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private static bool IsPattern(string text)
    {
        try
        {
            _ = Regex.Match("", text);
            return text.Length > 0;
        }
        catch (RegexParseException)
        {
            return false;
        }
    }
}
