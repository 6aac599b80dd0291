namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => Op.Call(inplace ? "relu_" : "relu", x);

            public static Tensor gelu(Tensor x) => gelu(x, false);

            public static Tensor gelu(Tensor x, bool inplace) => Op.Call(inplace ? "gelu_" : "gelu", x);

            public static Tensor silu(Tensor x, bool inplace = false) => Op.Call(inplace ? "silu_" : "silu", x);

            public static Tensor sigmoid(Tensor x) => sigmoid(x, false);

            public static Tensor sigmoid(Tensor x, bool inplace) => Op.Call(inplace ? "sigmoid_" : "sigmoid", x);

            public static Tensor tanh(Tensor x, bool inplace = false) => Op.Call(inplace ? "tanh_" : "tanh", x);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Op.Call("softmax.int", input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => Op.Call("log_softmax.int", x, dim);
        }
    }
}
