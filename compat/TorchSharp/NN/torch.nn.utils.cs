using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients so that their norm, taken over all of them together, is at most
            /// <paramref name="max_norm"/>. Parameters without a gradient do not count.</summary>
            /// <returns>The norm before clipping; 0 where there is no gradient at all.</returns>
            public static double clip_grad_norm_(
                IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0)
                {
                    return 0;
                }

                var norms = Op.List("_foreach_norm.Scalar", gradients, norm_type);
                var norm = Op.Call("linalg_vector_norm", Op.Call("stack", norms), norm_type).ToDouble();
                var scale = max_norm / (norm + 1e-6);

                // Not `scale < 1` alone: a norm that is not a number must reach the gradients.
                if (!(scale >= 1))
                {
                    Op.Run("_foreach_mul_.Scalar", gradients, scale);
                }

                return norm;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var mode = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors))
                {
                    Op.Run("clamp_", gradient, -clip_value, clip_value);
                }
            }

            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                var flat = tensors.Select(parameter => parameter.reshape(-1)).ToArray();
                try
                {
                    return Op.Call("cat", flat, 0);
                }
                finally
                {
                    foreach (var part in flat)
                    {
                        part.Dispose();
                    }
                }
            }

            /// <remarks>The parameters become views of the vector: later changes of one show in the other.</remarks>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var mode = no_grad();
                var start = 0L;
                foreach (var parameter in tensors)
                {
                    var end = start + parameter.numel();
                    using var part = Op.Call("slice.Tensor", vec, 0, start, end);
                    using var shaped = part.view(parameter.shape);
                    Op.Run("set_data", parameter, shaped);
                    start = end;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) =>
                [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }
}
