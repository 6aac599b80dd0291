namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => false;

    public static partial class cuda
    {
        public static bool is_available() => TryInitializeDeviceType(DeviceType.CUDA);

        public static bool is_cudnn_available() => is_available() && NativeMethods.fedtorch_cudnn_available() != 0;

        public static int device_count() => is_available() ? NativeMethods.fedtorch_cuda_count() : 0;

        /// <summary>Seeds the current device's generator; does nothing where there is none.</summary>
        public static void manual_seed(long seed) => SeedAll(seed, count: 1);

        public static void manual_seed_all(long seed) => SeedAll(seed, device_count());

        /// <summary>Waits for all work queued on a device (the current one, if none is given).</summary>
        public static void synchronize(Device? device = null)
        {
            InitializeDeviceType(DeviceType.CUDA);
            NativeError.Check(NativeMethods.fedtorch_cuda_synchronize(device?.index ?? -1));
        }

        private static unsafe void SeedAll(long seed, int count)
        {
            for (var index = 0; is_available() && index < count; index++)
            {
                var value = unchecked((ulong)seed);
                var device = Device.Pack(DeviceType.CUDA, count == 1 ? -1 : index);
                var generator = NativeError.Check(NativeMethods.fedtorch_default_generator(device));
                NativeError.Check(NativeMethods.fedtorch_generator_seed(generator, &value, 1));
                NativeMethods.fedtorch_free_generator(generator);
            }
        }
    }
}
