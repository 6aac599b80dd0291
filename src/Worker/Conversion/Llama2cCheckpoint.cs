using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using Microsoft.Win32.SafeHandles;

namespace FedK8s.Worker.Conversion;

/// <summary>
/// A checkpoint of llama2.c, version 0: the header, then float32 weights one after the other, [out, in], each kind for
/// all layers; two tables of rotary positions, which follow from the sizes; the output matrix where there is one.
/// </summary>
internal static class Llama2cCheckpoint
{
    /// <exception cref="RunFailedException">FK9005: the file is not one.</exception>
    public static ConvertedModel Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            var start = new byte[Math.Min(RandomAccess.GetLength(file), Llama2cHeader.ByteCount)];
            Fill(file, path, 0, start);
            var header = Llama2cHeader.Parse(start, path);
            var tensors = Layout(header).ToArray();
            var wanted = Llama2cHeader.ByteCount + (sizeof(float) * tensors.Sum(tensor => Count(tensor.Shape)));
            if (RandomAccess.GetLength(file) != wanted)
            {
                throw Llama2cHeader.Invalid(path, $"{RandomAccess.GetLength(file)} bytes", $"the {wanted} that the header asks for");
            }

            return new ConvertedModel(path, header.ToConfig(), [.. Convert(file, path, header, tensors)], file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Every tensor in the order of the file; those without a name are passed over.
    private static IEnumerable<(string? Name, long[] Shape)> Layout(Llama2cHeader header)
    {
        long width = header.Width, inner = header.InnerWidth, keys = (long)header.KeyHeadCount * header.HeadWidth;
        (string Name, long[] Shape)[] ofLayer =
        [
            ("input_layernorm", [width]), ("self_attn.q_proj", [width, width]), ("self_attn.k_proj", [keys, width]),
            ("self_attn.v_proj", [keys, width]), ("self_attn.o_proj", [width, width]), ("post_attention_layernorm", [width]),
            ("mlp.gate_proj", [inner, width]), ("mlp.down_proj", [width, inner]), ("mlp.up_proj", [inner, width]),
        ];
        yield return ("model.embed_tokens.weight", [header.VocabularySize, width]);
        foreach (var (name, shape) in ofLayer)
        {
            for (var layer = 0; layer < header.LayerCount; layer++)
            {
                yield return ($"model.layers.{layer}.{name}.weight", shape);
            }
        }

        yield return ("model.norm.weight", [width]);
        yield return (null, [header.Length, header.HeadWidth / 2]); // cosines
        yield return (null, [header.Length, header.HeadWidth / 2]); // sines
        if (header.HasOwnOutput)
        {
            yield return ("lm_head.weight", [header.VocabularySize, width]);
        }
    }

    private static IEnumerable<ConvertedTensor> Convert(
        SafeFileHandle file, string path, Llama2cHeader header, IEnumerable<(string? Name, long[] Shape)> tensors)
    {
        long next = Llama2cHeader.ByteCount;
        foreach (var (name, shape) in tensors)
        {
            var start = next;
            next += sizeof(float) * Count(shape);
            if (name is not null)
            {
                var isTurned = name.EndsWith("q_proj.weight", StringComparison.Ordinal)
                    || name.EndsWith("k_proj.weight", StringComparison.Ordinal);
                yield return new ConvertedTensor(
                    new TensorDeclaration(name, TensorType.F32, TensorShape.Create(shape)),
                    (row, destination) => Fill(
                        file, path, start + ((isTurned ? SourceRow(row, header.HeadWidth) : row) * destination.Length), destination));
            }
        }
    }

    // llama2.c turns rows 2i and 2i + 1 of a head together, Hugging Face rows i and i + D/2.
    private static long SourceRow(long row, int headWidth)
    {
        var (head, within) = Math.DivRem(row, headWidth);
        var half = headWidth / 2;
        return (head * headWidth) + (within < half ? 2 * within : (2 * (within - half)) + 1);
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, length) => product * length);

    private static void Fill(SafeFileHandle file, string path, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(file, destination, offset);
            if (count == 0)
            {
                throw Llama2cHeader.Invalid(path, $"an end after {offset} bytes", $"{destination.Length} more");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}
