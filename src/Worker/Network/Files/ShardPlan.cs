using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Network.Files;

/// <summary>
/// Which tensor goes into which file, as Hugging Face splits a checkpoint: in the given order, a new file as soon as
/// the next tensor would exceed the size; a tensor that alone exceeds it gets a file of its own.
/// </summary>
internal static class ShardPlan
{
    /// <summary>What Hugging Face's writers take, 5 GB.</summary>
    public const long DefaultByteCount = 5_000_000_000;

    /// <summary>The files with the tensors of each; a single one is called model.safetensors.</summary>
    /// <param name="tensors">In the order in which they are dealt out.</param>
    /// <param name="shardByteCount">The largest file, headers not counted.</param>
    public static IReadOnlyList<(string FileName, IReadOnlyList<TensorDeclaration> Tensors)> Of(
        IReadOnlyList<TensorDeclaration> tensors, long shardByteCount)
    {
        var shards = new List<List<TensorDeclaration>>();
        var current = new List<TensorDeclaration>();
        long currentByteCount = 0;
        foreach (var tensor in tensors)
        {
            var byteCount = ByteCount(tensor);
            if (byteCount > shardByteCount)
            {
                shards.Add([tensor]);
                continue;
            }

            if (currentByteCount + byteCount > shardByteCount)
            {
                shards.Add(current);
                (current, currentByteCount) = ([], 0);
            }

            current.Add(tensor);
            currentByteCount += byteCount;
        }

        if (current.Count > 0 || shards.Count == 0)
        {
            shards.Add(current);
        }

        return [.. shards.Select((shard, index) => (FileName(index + 1, shards.Count), (IReadOnlyList<TensorDeclaration>)shard))];
    }

    /// <summary>The bytes of a tensor in a file.</summary>
    public static long ByteCount(TensorDeclaration tensor) => tensor.Shape.ElementCount * tensor.Type.ElementByteCount();

    private static string FileName(int number, int count) =>
        count == 1 ? TensorSource.FileName : $"model-{number:D5}-of-{count:D5}.safetensors";
}
