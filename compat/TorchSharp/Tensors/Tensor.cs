namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of numbers: an owned reference to libtorch's tensor.</summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;

        private nint _handle;

        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            CountCreated();
            if (register)
            {
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
            }
        }

        ~Tensor() => Dispose(disposing: false);

        /// <summary>Tensors alive in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The most tensors alive at once so far.</summary>
        public static long PeakCount => Interlocked.Read(ref _peakCount);

        public string? name { get; set; }

        public bool IsInvalid => _handle == 0;

        /// <summary>The native reference, still this object's. InvalidOperationException after disposal.</summary>
        public IntPtr Handle => _handle != 0
            ? _handle
            : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Takes over a native reference.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
            {
                return;
            }
            DisposeScopeManager.ThreadSingleton.CountDisposed(this);
            if (disposing)
            {
                OwningDisposeScope?.MarkAsDisposed(this);
            }
            Interlocked.Decrement(ref _totalCount);
            NativeMethods.fedtorch_free(handle);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
            {
                owner.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }
            return this;
        }

        /// <summary>Gives the native reference away; this object is empty afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            _ = Handle;
            return MoveHandle();
        }

        /// <summary>Gives the native reference to another managed object; this one stays where it is, empty.</summary>
        internal nint MoveHandle()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                Interlocked.Decrement(ref _totalCount);
            }
            return handle;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Same shape and same values.</summary>
        public bool Equals(Tensor target) => Op.Bool("equal", this, target);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Shape, type and device, as `[2x3], type = Float32, device = cpu`.</summary>
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        private static void CountCreated()
        {
            var total = Interlocked.Increment(ref _totalCount);
            var peak = Interlocked.Read(ref _peakCount);
            while (total > peak)
            {
                var seen = Interlocked.CompareExchange(ref _peakCount, total, peak);
                if (seen == peak)
                {
                    return;
                }
                peak = seen;
            }
        }
    }
}
