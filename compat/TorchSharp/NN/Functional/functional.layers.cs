namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Op.Call("linear", input, weights, bias);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (p is < 0 or > 1)
                {
                    throw NativeError.Create($"dropout probability has to be between 0 and 1, but got {p}");
                }

                return Op.Call(inplace ? "dropout_" : "dropout", input, p, training);
            }

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                Op.Call("conv2d", input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1)
            {
                var mode = padding == Padding.Same ? "same" : "valid";
                return Op.Call("conv2d.padding", input, weight, bias, strides ?? [1], mode, dilation ?? [1], groups);
            }

            /// <remarks>As in the package, a boolean mask says with true who takes part; a float mask is added to the
            /// scores.</remarks>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0,
                bool is_casual = false)
            {
                if (p < 0)
                {
                    throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                }

                if (is_casual && attn_mask is not null)
                {
                    throw new ArgumentException("Casual attention masking cannot pass a mask.");
                }

                if (Operator.Exists("scaled_dot_product_attention"))
                {
                    return Op.Call("scaled_dot_product_attention", query, key, value, attn_mask, p, is_casual);
                }

                // libtorch 1.13 has it under a private name, with the attention weights as a second result.
                var (output, weights) = Op.Pair(
                    "_scaled_dot_product_attention", query, key, value, attn_mask, p, false, is_casual);
                weights.Dispose();
                return output;
            }

            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                {
                    throw new ArgumentException("OneHot input tensor must have elements of type Int64");
                }

                return Op.Call("one_hot", x, num_classes);
            }

            public static Tensor pad(
                Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var name = mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => "constant",
                };
                return Op.Call("pad", input, pad, name, value);
            }

            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(
                Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                long[] widths = [pad.Item1, pad.Item2, pad.Item3, pad.Item4];
                return functional.pad(input, widths, mode, value);
            }

            public static Tensor pad(
                Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var widths = new long[input.ndim * 2];
                Array.Fill(widths, pad);
                return functional.pad(input, widths, mode, value);
            }
        }
    }
}
