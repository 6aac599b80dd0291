using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FedK8s.Core.Files;

namespace FedK8s.Cli.Samples;

/// <summary>The sample data files: JSON lines, always the same bytes for the same examples.</summary>
internal static class SampleLines
{
    private static readonly JsonSerializerOptions _lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // keeps ' and + readable; these files are not HTML
    };

    /// <summary>Writes a file of one example a line.</summary>
    public static void Write<TExample>(string path, IEnumerable<TExample> examples)
    {
        var lines = examples.Select(example => JsonSerializer.Serialize(example, _lines));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }
}
