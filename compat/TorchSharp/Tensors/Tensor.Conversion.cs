namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor cpu() => Op.Call("to.device", this, CPU, dtype);

        /// <summary>Throws InvalidOperationException where CUDA is not available.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is not null && device.type != DeviceType.CUDA)
            {
                throw new ArgumentException($"{device} is no CUDA device", nameof(device));
            }
            return to(device ?? new Device(DeviceType.CUDA), non_blocking: non_blocking);
        }

        public Tensor mps(bool non_blocking = false) =>
            to(new Device(DeviceType.MPS), copy: true, non_blocking: non_blocking);

        public Tensor to_type(
            ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Op.Call("to.dtype", this, type, non_blocking, copy), disposeAfter);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false)
        {
            InitializeDeviceType(deviceType);
            var target = new Device(deviceType, deviceIndex);
            return After(Op.Call("to.device", this, target, dtype, non_blocking, copy), disposeAfter);
        }

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            device = InitializeDevice(device);
            return After(Op.Call("to.device", this, device, type, non_blocking, copy), disposeAfter);
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) =>
            to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor @bool() => to_type(ScalarType.Bool);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @char() => to_type(ScalarType.Int8);

        public Tensor @short() => to_type(ScalarType.Int16);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor half() => to_type(ScalarType.Float16);

        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);

        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Op.Run("copy_", this, source, nonBlocking);
            return this;
        }

        public Tensor set_(Tensor source)
        {
            Op.Run("set_.source_Tensor", this, source);
            return this;
        }

        public Tensor clone() => Op.Call("clone", this);

        public Tensor alias() => Op.Call("alias", this);

        public Tensor contiguous() => Op.Call("contiguous", this);

        public Tensor pin_memory() => Op.Call("pin_memory", this);

        public Tensor to_dense() => Op.Call("to_dense", this);

        public Tensor detach() => Op.Call("detach", this);

        public Tensor detach_() => InPlace("detach_");

        private Tensor After(Tensor result, bool dispose)
        {
            if (dispose)
            {
                Dispose();
            }
            return result;
        }
    }
}
