using System.Numerics;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The elements as bytes, a view into the tensor: keep the tensor while it is used. Getting needs a
        /// contiguous CPU tensor of less than 2 GiB, setting the exact length.</summary>
        public Span<byte> bytes
        {
            get => new(DataPointer(), checked((int)ByteCount(int.MaxValue)));
            set
            {
                var count = ByteCount(long.MaxValue);
                if (count != value.Length)
                {
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {count} bytes", nameof(value));
                }
                value.CopyTo(new Span<byte>(DataPointer(), value.Length));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Typed access; a tensor of another device is copied to the CPU first. Throws ArgumentException where
        /// the type is not exactly the tensor's.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        /// <summary>The only element. Throws ArgumentException for another count or another type.</summary>
        public T item<T>() where T : unmanaged => NumberOfElements == 1
            ? data<T>()[0]
            : throw new ArgumentException($"item() asks one element, this tensor has {NumberOfElements}");

        public Scalar ToScalar()
        {
            Slot slot;
            NativeError.Check(NativeMethods.fedtorch_item(Handle, &slot));
            GC.KeepAlive(this);
            return slot.Tag switch
            {
                SlotTag.Double => new Scalar(ScalarType.Float64, BitConverter.Int64BitsToDouble(slot.Payload)),
                SlotTag.Bool => new Scalar(ScalarType.Bool, (long)slot.Payload),
                _ => new Scalar(ScalarType.Int64, (long)slot.Payload),
            };
        }

        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);

        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);

        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);

        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);

        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);

        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(this)[i];
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var left = ByteCount(int.MaxValue * 1024L);
            var next = (byte*)DataPointer();
            while (left > 0)
            {
                var count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.Write(new ReadOnlySpan<byte>(next, count));
                next += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        /// <summary>Fills the tensor from a stream. Throws EndOfStreamException where it holds too little.</summary>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var left = ByteCount(int.MaxValue * 1024L);
            var next = (byte*)DataPointer();
            while (left > 0)
            {
                var count = (int)Math.Min(left, Math.Max(bufferSize, 1 << 16));
                stream.ReadExactly(new Span<byte>(next, count));
                next += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        internal void* DataPointer()
        {
            var pointer = NativeMethods.fedtorch_data(Handle);
            if (pointer == 0 && NumberOfElements > 0)
            {
                NativeError.Throw();
            }
            GC.KeepAlive(this);
            return (void*)pointer;
        }

        internal void ValidateType(Type dotnetType)
        {
            var fits = dtype switch
            {
                ScalarType.Byte => dotnetType == typeof(byte),
                ScalarType.Int8 => dotnetType == typeof(sbyte),
                ScalarType.Int16 => dotnetType == typeof(short),
                ScalarType.Int32 => dotnetType == typeof(int),
                ScalarType.Int64 => dotnetType == typeof(long),
                ScalarType.Bool => dotnetType == typeof(bool),
                ScalarType.Float16 => dotnetType == typeof(Half),
                ScalarType.Float32 => dotnetType == typeof(float),
                ScalarType.Float64 => dotnetType == typeof(double),
                ScalarType.ComplexFloat32 => dotnetType == typeof((float, float)),
                ScalarType.ComplexFloat64 => dotnetType == typeof(Complex),
                _ => false,
            };
            if (!fits)
            {
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
            }
        }

        private long ByteCount(long limit)
        {
            var description = Describe();
            if ((description.Flags & TensorFlags.Contiguous) == 0)
            {
                throw new InvalidOperationException("bytes of a non-contiguous tensor: call contiguous() first");
            }
            if ((DeviceType)description.DeviceType != DeviceType.CPU)
            {
                throw new InvalidOperationException($"bytes of a tensor on {device}: call cpu() first");
            }
            var count = description.Elements * description.ElementSize;
            return count <= limit
                ? count
                : throw new ArgumentException($"{count} bytes do not fit a span (at most {limit})");
        }
    }
}
