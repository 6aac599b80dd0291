using FedK8s.Core.Tensors;

namespace FedK8s.Worker.Conversion;

/// <summary>A tensor under the name, shape and order of values that Hugging Face's checkpoints have.</summary>
/// <param name="Declaration">Name, type and shape.</param>
/// <param name="Read">Fills the bytes of the row of that number: all but the first dimension; a vector is one row.</param>
internal sealed record ConvertedTensor(TensorDeclaration Declaration, ConvertedTensor.RowReader Read)
{
    /// <param name="row">From 0.</param>
    /// <param name="destination">Float32 values, little endian.</param>
    internal delegate void RowReader(long row, Span<byte> destination);

    /// <summary>Copies the tensor, row by row.</summary>
    public void Write(SafetensorsWriter writer, TensorEntry entry)
    {
        var rowCount = entry.Shape.Count > 1 ? entry.Shape[0] : 1;
        var row = new byte[entry.ByteCount / rowCount];
        for (long number = 0; number < rowCount; number++)
        {
            Read(number, row);
            writer.Write(entry, row);
        }
    }
}
