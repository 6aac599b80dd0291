using System.Buffers.Binary;
using System.Text.Json;
using FedK8s.Core.Tensors;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Tensors;

/// <summary>Against files made by tests/reference/safetensors_reference.py.</summary>
public sealed class ReferenceVectorTests
{
    [Theory]
    [InlineData("safetensors_aligned")]
    [InlineData("safetensors_misaligned")]
    public void Names_types_and_shapes_are_those_that_python_wrote(string vector)
    {
        using var file = SafetensorsFile.Open(PathOf($"{vector}.safetensors"));
        using var expected = Expected(vector);

        var wanted = expected.RootElement.GetProperty("tensors").EnumerateObject()
            .Select(tensor => (tensor.Name, tensor.Value.GetProperty("dtype").GetString()!, Shape(tensor.Value)))
            .OrderBy(tensor => tensor.Name, StringComparer.Ordinal);

        Assert.Equal(wanted, file.Entries.Select(entry => (entry.Name, entry.Type.FormatName(), entry.Shape)));
    }

    [Theory]
    [InlineData("safetensors_aligned")]
    [InlineData("safetensors_misaligned")]
    public void Values_are_those_that_python_wrote(string vector)
    {
        using var file = SafetensorsFile.Open(PathOf($"{vector}.safetensors"));
        using var expected = Expected(vector);

        foreach (var tensor in expected.RootElement.GetProperty("tensors").EnumerateObject())
        {
            var wanted = tensor.Value.GetProperty("values").EnumerateArray().ToArray();
            AssertValues(wanted, file, file.Find(tensor.Name)!);
        }
    }

    [Fact]
    public void Metadata_is_what_python_wrote()
    {
        using var file = SafetensorsFile.Open(PathOf("safetensors_aligned.safetensors"));

        Assert.Equal(new Dictionary<string, string> { ["format"] = "pt", ["note"] = "héllo ✓" }, file.Metadata);
    }

    [Fact]
    public void Every_float_becomes_the_nearest_bfloat16_with_ties_to_even()
    {
        using var pairs = JsonDocument.Parse(File.ReadAllBytes(PathOf("bfloat16_rounding.json")));
        var bits = new byte[sizeof(ushort)];

        foreach (var pair in pairs.RootElement.EnumerateArray())
        {
            FloatConversion.FromFloats([pair.GetProperty("float").GetSingle()], TensorType.BF16, bits);
            Assert.Equal(pair.GetProperty("bfloat16").GetUInt16(), BinaryPrimitives.ReadUInt16LittleEndian(bits));
        }
    }

    private static void AssertValues(JsonElement[] wanted, SafetensorsFile file, TensorEntry entry)
    {
        Assert.Equal(wanted.Length, entry.Shape.ElementCount);
        if (FloatConversion.IsConvertible(entry.Type))
        {
            var floats = new float[wanted.Length];
            file.ReadFloats(entry, 0, floats);
            Assert.Equal(wanted.Select(value => (float)value.GetDouble()), floats);
            return;
        }

        var bytes = file.Bytes(entry).ToArray();
        var width = entry.Type.ElementByteCount();
        Assert.Equal(wanted.Select(value => value.GetInt64()), bytes.Chunk(width).Select(Integer));
    }

    private static long Integer(byte[] bytes) => bytes.Length switch
    {
        1 => bytes[0],
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    private static TensorShape Shape(JsonElement tensor) =>
        TensorShape.Create([.. tensor.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())]);

    private static string PathOf(string name) => RepositoryRoot.Combine("tests", "reference", "vectors", name);

    private static JsonDocument Expected(string vector) =>
        JsonDocument.Parse(File.ReadAllBytes(PathOf($"{vector}.expected.json")));
}
