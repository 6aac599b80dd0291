using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Intake;

/// <summary>The tensor files that a manifest lists, read as one source.</summary>
internal sealed class TensorSet : ITensorSource
{
    private readonly IReadOnlyList<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _fileOf = new(StringComparer.Ordinal);

    private TensorSet(string location, IReadOnlyList<SafetensorsFile> files)
    {
        Location = location;
        _files = files;
        foreach (var file in files)
        {
            foreach (var entry in file.Entries)
            {
                _fileOf.TryAdd(entry.Name, file);
            }
        }

        Entries = [.. files.SelectMany(file => file.Entries).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Every tensor of every file, in the ordinal order of names; a name that is there twice is listed twice.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Always empty: the manifest says what is to be said.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <summary>Brings the files to this machine, verifies their hashes and opens them.</summary>
    /// <exception cref="InvalidDataException">A file is missing or has other bytes.</exception>
    /// <exception cref="InvalidTensorFileException">A file breaks the safetensors format.</exception>
    public static async Task<TensorSet> OpenAsync(
        RunStore store, BlobPath manifest, IReadOnlyList<TensorFile> tensorFiles, CancellationToken cancellationToken)
    {
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (var tensorFile in tensorFiles)
            {
                files.Add(SafetensorsFile.Open(await store.FetchAsync(tensorFile.Blob, cancellationToken)));
            }

            return new TensorSet(manifest.Value, files);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public TensorEntry? Find(string name) => _fileOf.GetValueOrDefault(name)?.Find(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry) => FileOf(entry).Bytes(entry);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorEntry entry, long offset, int byteCount) =>
        FileOf(entry).Bytes(entry, offset, byteCount);

    /// <inheritdoc/>
    public void Read(TensorEntry entry, long offset, Span<byte> destination) =>
        FileOf(entry).Read(entry, offset, destination);

    /// <inheritdoc/>
    public void Forget(TensorEntry entry, long offset, int byteCount) => FileOf(entry).Forget(entry, offset, byteCount);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private SafetensorsFile FileOf(TensorEntry entry) => _fileOf.TryGetValue(entry.Name, out var file)
        ? file
        : throw new ArgumentException($"{entry.Name} is not a tensor of {Location}.", nameof(entry));
}
