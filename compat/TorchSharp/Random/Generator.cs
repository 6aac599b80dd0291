namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers. One for a CUDA device starts as a copy of the device's own.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(NativeMethods.fedtorch_new_generator(seed, (device ?? CPU).Packed), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            Handle = NativeError.Check(handle);
            this.device = device;
        }

        ~Generator() => Dispose(disposing: false);

        /// <summary>The CPU's own generator, the one that operators use which are given none.</summary>
        public static Generator Default => new(NativeMethods.fedtorch_default_generator(CPU.Packed), CPU);

        public IntPtr Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state()
        {
            var state = NativeMethods.fedtorch_generator_state(Handle);
            GC.KeepAlive(this);
            return new Tensor(NativeError.Check(state));
        }

        public void set_state(Tensor value)
        {
            NativeError.Check(NativeMethods.fedtorch_set_generator_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            Seed(unchecked((ulong)seed), set: true);
            return this;
        }

        /// <summary>Seeds with a number that differs from run to run, and answers it.</summary>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed() => unchecked((long)Seed(0, set: false));

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != 0)
            {
                NativeMethods.fedtorch_free_generator(Handle);
                Handle = 0;
            }
        }

        private unsafe ulong Seed(ulong seed, bool set)
        {
            NativeError.Check(NativeMethods.fedtorch_generator_seed(Handle, &seed, set ? 1 : 0));
            GC.KeepAlive(this);
            return seed;
        }
    }
}
