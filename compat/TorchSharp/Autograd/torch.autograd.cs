namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Gradients of the outputs' weighted sum by the inputs; nothing is added to `grad`.</summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] from = Handles(outputs), by = Handles(inputs), seeds = Handles(grad_outputs);
            var results = new nint[inputs.Count];
            fixed (nint* fromPointer = from, byPointer = by, seedPointer = seeds, resultPointer = results)
            {
                var code = NativeMethods.fedtorch_autograd_grad(
                    fromPointer, from.Length, byPointer, by.Length, seedPointer, seeds.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultPointer);
                KeepAlive(outputs, inputs, grad_outputs);
                NativeError.Check(code);
            }
            return Array.ConvertAll(results, result => result == 0 ? null! : new Tensor(result));
        }

        /// <summary>Adds the tensors' gradients to the `grad` of the leaves, or of the inputs only.</summary>
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] from = Handles(tensors), seeds = Handles(grad_tensors), by = Handles(inputs);
            fixed (nint* fromPointer = from, seedPointer = seeds, byPointer = by)
            {
                var code = NativeMethods.fedtorch_backward(
                    fromPointer, from.Length, seedPointer, seeds.Length, byPointer, by.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0);
                KeepAlive(tensors, grad_tensors, inputs);
                NativeError.Check(code);
            }
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors) =>
            tensors is null ? [] : [.. tensors.Select(tensor => tensor.Handle)];

        private static void KeepAlive(params ReadOnlySpan<IList<Tensor>?> lists)
        {
            foreach (var list in lists)
            {
                foreach (var tensor in list ?? [])
                {
                    GC.KeepAlive(tensor);
                }
            }
        }
    }
}
