namespace TorchSharp;

public static partial class torch
{
    public static partial class backends
    {
        // The numbers are native/torch.cpp's.
        private enum Setting
        {
            Tf32Blas = 0,
            Tf32Dnn = 1,
            FlashAttention = 2,
            MathAttention = 3,
        }

        private static bool Get(Setting setting) =>
            NativeError.Check(NativeMethods.fedtorch_setting((int)setting, -1)) != 0;

        private static void Set(Setting setting, bool value) =>
            NativeError.Check(NativeMethods.fedtorch_setting((int)setting, value ? 1 : 0));

        public static partial class cuda
        {
            public static bool flash_sdp_enabled() => Get(Setting.FlashAttention);

            public static void enable_flash_sdp(bool enable) => Set(Setting.FlashAttention, enable);

            public static bool math_sdp_enabled() => Get(Setting.MathAttention);

            public static void enable_math_sdp(bool enable) => Set(Setting.MathAttention, enable);

            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Get(Setting.Tf32Blas);
                    set => Set(Setting.Tf32Blas, value);
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Get(Setting.Tf32Dnn);
                set => Set(Setting.Tf32Dnn, value);
            }
        }
    }

    public static int get_num_threads() => NativeError.Check(NativeMethods.fedtorch_threads(0, 0));

    public static void set_num_threads(int num) => NativeError.Check(NativeMethods.fedtorch_threads(0, Positive(num)));

    public static int get_num_interop_threads() => NativeError.Check(NativeMethods.fedtorch_threads(1, 0));

    /// <summary>Throws ExternalException after the first parallel work has started.</summary>
    public static void set_num_interop_threads(int num) =>
        NativeError.Check(NativeMethods.fedtorch_threads(1, Positive(num)));

    private static int Positive(int num) =>
        num > 0 ? num : throw NativeError.Create($"expected a positive number of threads, but got {num}");
}
