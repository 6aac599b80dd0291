using System.Buffers.Binary;
using System.Text;
using FedK8s.Core.Tensors;

namespace FedK8s.Core.Tests.Tensors;

/// <summary>Files for tests: from a header written by hand, or from floats through the product's writer.</summary>
internal static class TensorFiles
{
    /// <summary>A safetensors file of this header text and this many zero bytes of data.</summary>
    public static byte[] FromHeader(string json, int dataByteCount = 0) =>
        FromHeader(Encoding.UTF8.GetBytes(json), new byte[dataByteCount]);

    public static byte[] FromHeader(ReadOnlySpan<byte> json, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>One F32 tensor, as it stands in a header.</summary>
    public static string Entry(string name, string shape, string offsets, string type = "F32") =>
        $$$"""{"{{{name}}}":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";

    public static void Write(string path, params (string Name, float[] Values)[] tensors)
    {
        var declarations = tensors.Select(
            tensor => new TensorDeclaration(tensor.Name, TensorType.F32, [tensor.Values.Length]));
        var values = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Values);
        SafetensorsWriter.WriteFile(
            path, declarations, null, (writer, entry) => writer.WriteFloats(entry, values[entry.Name]));
    }
}
