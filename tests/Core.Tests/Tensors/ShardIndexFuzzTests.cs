using System.Text;
using FedK8s.Core.Determinism;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

public sealed class ShardIndexFuzzTests : IDisposable
{
    private const string Index =
        """{"metadata":{"total_size":8},"weight_map":{"a":"one.safetensors","b":"two.safetensors","é":"two.safetensors"}}""";

    private static readonly string[] Inserted =
        ["\"", "{", "}", "[", ",", ":null", ":1", "\\ud800", "\\u0000", "../", "/", "one", "b", "\u2028", "weight_map\":{},\""];

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ten_thousand_mutated_indexes_are_read_or_refused_by_name()
    {
        TensorFiles.Write(_folder["one.safetensors"], ("a", [1f]));
        TensorFiles.Write(_folder["two.safetensors"], ("b", [2f]), ("é", [3f]));

        for (var i = 0; i < 10_000; i++)
        {
            File.WriteAllBytes(_folder[TensorSource.IndexName], Mutate(new SeededRandom((ulong)i)));
            var failure = Record.Exception(ReadEverything);
            Assert.True(failure is null or InvalidTensorFileException, $"mutation {i}: {failure}");
        }
    }

    private void ReadEverything()
    {
        using var source = TensorSource.OpenFolder(_folder.Path);
        foreach (var entry in source.Entries)
        {
            Assert.Equal(1, source.Floats(entry).Length);
        }
    }

    private static byte[] Mutate(SeededRandom random)
    {
        var bytes = Encoding.UTF8.GetBytes(Index);
        var start = random.Next(bytes.Length);
        var end = Math.Min(bytes.Length, start + random.Next(6));
        switch (random.Next(3))
        {
            case 0:
                bytes[start] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..start];
            default:
                var inserted = Encoding.UTF8.GetBytes(Inserted[random.Next(Inserted.Length)]);
                return [.. bytes[..start], .. inserted, .. bytes[end..]];
        }
    }
}
