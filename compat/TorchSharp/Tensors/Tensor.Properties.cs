namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions => Describe().Rank;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Elements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ElementSize;

        public ScalarType dtype => (ScalarType)Describe().ScalarType;

        public Device device
        {
            get
            {
                var description = Describe();
                return new Device((DeviceType)description.DeviceType, description.DeviceIndex);
            }
        }

        public int device_index => Describe().DeviceIndex;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Has(TensorFlags.Sparse);

        public bool is_leaf => Has(TensorFlags.Leaf);

        public long[] shape => size();

        public bool requires_grad
        {
            get => Has(TensorFlags.RequiresGrad);
            set
            {
                NativeError.Check(NativeMethods.fedtorch_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public Tensor? grad
        {
            get
            {
                var found = NativeMethods.fedtorch_grad(Handle);
                GC.KeepAlive(this);
                return found == 0 ? null : new Tensor(found);
            }
            set
            {
                NativeError.Check(NativeMethods.fedtorch_set_grad(Handle, value is null ? 0 : value.Handle));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long storage_offset() => Describe().Offset;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Has(TensorFlags.Contiguous);

        public bool is_pinned() => Op.Bool("is_pinned", this);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_nonzero() => numel() == 1
            ? Op.Bool("is_nonzero", this)
            : throw new InvalidOperationException($"is_nonzero() asks one element, this tensor has {numel()}");

        public long size(int dim) => shape[Wrap(dim, Describe().Rank)];

        public long[] size()
        {
            var description = Describe();
            var sizes = new ReadOnlySpan<long>(description.Sizes, description.Rank).ToArray();
            GC.KeepAlive(this);
            return sizes;
        }

        public long[] stride()
        {
            var description = Strided();
            var strides = new ReadOnlySpan<long>(description.Strides, description.Rank).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim, Describe().Rank)];

        internal TensorDescription Describe()
        {
            TensorDescription description;
            NativeError.Check(NativeMethods.fedtorch_describe(Handle, &description));
            GC.KeepAlive(this);
            return description;
        }

        private TensorDescription Strided()
        {
            var description = Describe();
            return (description.Flags & TensorFlags.Strided) != 0
                ? description
                : throw NativeError.Create("tensor has no strides: its layout is sparse");
        }

        private bool Has(TensorFlags flag) => (Describe().Flags & flag) != 0;

        private static int Wrap(int dim, int rank) => dim >= -rank && dim < rank
            ? (dim < 0 ? dim + rank : dim)
            : throw NativeError.Create(
                $"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})");
    }
}
