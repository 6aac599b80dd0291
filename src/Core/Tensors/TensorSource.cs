namespace FedK8s.Core.Tensors;

/// <summary>Opens the tensors of a model folder as Hugging Face lays it out.</summary>
public static class TensorSource
{
    /// <summary>The whole model in one file.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>The index of a model in several files.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>Opens <see cref="FileName"/> in the folder or, where there is none, <see cref="IndexName"/> and its
    /// shards.</summary>
    /// <exception cref="FileNotFoundException">The folder holds neither.</exception>
    /// <exception cref="InvalidTensorFileException">The content of a file breaks the format.</exception>
    public static ITensorSource OpenFolder(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var index = Path.Combine(folder, IndexName);
        return (File.Exists(file), File.Exists(index)) switch
        {
            (true, _) => SafetensorsFile.Open(file),
            (_, true) => ShardedSafetensors.Open(index),
            _ => throw new FileNotFoundException(
                $"{folder} holds neither {FileName} nor {IndexName}; name a folder that does.", file),
        };
    }
}
