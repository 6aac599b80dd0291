using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

// The package's own file format: element type, rank and sizes as base-128 numbers, then the bytes.
public static partial class TensorExtensionMethods
{
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.Encode((int)tensor.dtype);
        var shape = tensor.shape;
        writer.Encode(shape.Length);
        foreach (var size in shape)
        {
            writer.Encode(size);
        }
        writer.Flush();
        using var local = tensor.cpu();
        local.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Fills a tensor from a file, or passes over the file's one. Throws ArgumentException where type or
    /// shape differ.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
        {
            throw new ArgumentException($"the file holds {type}, the tensor is {tensor.dtype}");
        }
        ReadBody(tensor, shape, reader, skip);
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        tensor ??= zeros(shape, type);
        ReadBody(tensor, shape, reader, skip);
    }

    private static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (var dim = 0; dim < shape.Length; dim++)
        {
            shape[dim] = reader.Decode();
        }
        return (type, shape);
    }

    private static void ReadBody(Tensor tensor, long[] shape, BinaryReader reader, bool skip)
    {
        if (skip)
        {
            reader.BaseStream.Seek(shape.TotalSize() * tensor.ElementSize, SeekOrigin.Current);
            return;
        }
        if (!shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"the file holds shape [{string.Join('x', shape)}], the tensor has [{string.Join('x', tensor.shape)}]");
        }
        using var mode = no_grad();
        using var local = empty(shape, tensor.dtype, CPU);
        local.ReadBytesFromStream(reader.BaseStream);
        tensor.copy_(local);
    }
}
