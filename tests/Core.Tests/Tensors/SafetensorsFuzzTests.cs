using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FedK8s.Core.Determinism;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

/// <summary>
/// Mutated files either read consistently or are refused by name. What is accepted is checked again by a second reader
/// that shares no code with the first.
/// </summary>
public sealed class SafetensorsFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hundred_thousand_mutated_files_are_read_consistently_or_refused_by_name()
    {
        const int mutations = 100_000;
        var mutator = new TensorFileMutator(Originals());
        var accepted = 0;

        for (var i = 0; i < mutations; i++)
        {
            var bytes = mutator.Mutate(new SeededRandom((ulong)i));
            var failure = Record.Exception(() => accepted += ReadEverything(bytes) ? 1 : 0);
            Assert.True(failure is null, $"mutation {i}: {failure}");
        }

        // Both outcomes must be common, or the mutations test only one of them.
        Assert.InRange(accepted, mutations / 100, mutations * 99 / 100);
    }

    private bool ReadEverything(byte[] bytes)
    {
        var path = _folder["mutated.safetensors"];
        File.WriteAllBytes(path, bytes);
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var entry in file.Entries)
            {
                ReadTensor(file, entry);
            }

            AssertFormat(bytes, file.Entries);
            return true;
        }
        catch (InvalidTensorFileException failure)
        {
            Assert.DoesNotContain('\n', failure.Message);
            return false;
        }
    }

    private static void ReadTensor(SafetensorsFile file, TensorEntry entry)
    {
        Assert.Equal(entry, file.Find(entry.Name));
        Assert.Equal(entry.ByteCount, file.Bytes(entry).Length);
        var whole = new byte[entry.ByteCount];
        file.Read(entry, 0, whole);
        Assert.True(file.Bytes(entry).SequenceEqual(whole));
        if (FloatConversion.IsConvertible(entry.Type))
        {
            file.ReadFloats(entry, 0, new float[entry.Shape.ElementCount]);
        }
    }

    private static void AssertFormat(byte[] bytes, IReadOnlyList<TensorEntry> entries)
    {
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, headerLength));
        var tensors = json.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__").ToArray();
        Assert.Equal(tensors.Length, entries.Count);

        var end = 0L;
        foreach (var offsets in tensors
            .Select(tensor => tensor.Value.GetProperty("data_offsets"))
            .Select(offsets => (Begin: offsets[0].GetInt64(), End: offsets[1].GetInt64()))
            .Order())
        {
            Assert.Equal(end, offsets.Begin);
            end = offsets.End;
        }

        Assert.Equal(bytes.Length - 8 - headerLength, end);
    }

    private static List<byte[]> Originals()
    {
        var vectors = RepositoryRoot.Combine("tests", "reference", "vectors");
        using var many = new MemoryStream();
        var writer = new SafetensorsWriter(
            many,
            Enum.GetValues<TensorType>().Select(type => new TensorDeclaration($"model.layers.0.{type}", type, [2, 3])),
            new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var entry in writer.Entries)
        {
            writer.Write(entry, new byte[entry.ByteCount]);
        }

        return
        [
            File.ReadAllBytes(Path.Combine(vectors, "safetensors_aligned.safetensors")),
            File.ReadAllBytes(Path.Combine(vectors, "safetensors_misaligned.safetensors")),
            many.ToArray(),
            TensorFiles.FromHeader("{}"),
        ];
    }
}
