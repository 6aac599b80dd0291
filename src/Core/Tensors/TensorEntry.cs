namespace FedK8s.Core.Tensors;

/// <summary>One tensor of a file: what it is and where its bytes lie. Row-major, little-endian, without gaps.</summary>
/// <param name="Name">Unique in its file, and in all shards of one checkpoint together.</param>
/// <param name="Type">The element type on disk.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Offset">Where the bytes begin, counted from the first byte after the header of the tensor's
/// file.</param>
public sealed record TensorEntry(string Name, TensorType Type, TensorShape Shape, long Offset)
{
    /// <summary>The bytes of the whole tensor; may exceed 2 GiB.</summary>
    public long ByteCount => Shape.ElementCount * Type.ElementByteCount();

    /// <summary>Name, type and shape without the place: what another file needs to hold the same tensor.</summary>
    public TensorDeclaration Declaration => new(Name, Type, Shape);
}
