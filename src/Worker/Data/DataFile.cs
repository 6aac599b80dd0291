using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>A data file on this machine and how it is written.</summary>
/// <param name="Path">Absolute; the file exists.</param>
/// <param name="Format">Never <see cref="DataFormat.Auto"/>.</param>
internal sealed record DataFile(string Path, DataFormat Format)
{
    /// <summary>Finds the file that a storage URI names.</summary>
    /// <param name="storageUri"><c>file://</c> and an absolute path.</param>
    /// <param name="format"><see cref="DataFormat.Auto"/> goes by the extension.</param>
    /// <exception cref="RunFailedException">
    /// The file is not there (FK9002), or the URI's scheme or the file's extension says nothing to this version
    /// (FK9001).
    /// </exception>
    public static DataFile Find(string storageUri, DataFormat format)
    {
        var path = LocalPath.Of(storageUri);
        if (!File.Exists(path))
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound,
                $"{path} was not found; the manifest names it as data: create it or correct storageUri.");
        }

        return new(path, format == DataFormat.Auto ? ByExtension(path) : format);
    }

    private static DataFormat ByExtension(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" => DataFormat.Jsonl,
        ".csv" => DataFormat.Csv,
        ".txt" => DataFormat.Text,
        var other => throw new RunFailedException(
            ExitCodes.InvalidManifest,
            $"{path} has the extension '{other}'; wanted .jsonl, .csv or .txt: rename it or set format in the "
            + "manifest."),
    };
}
