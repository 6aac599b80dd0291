using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            /// <summary>A module remembers where it was moved and does nothing when asked again, even if its parameters
            /// were made elsewhere; the layers that look at their parameters each time override this.</summary>
            private protected virtual bool ConvertsAlways => false;

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                var device = Available(deviceType, deviceIndex);
                if (ConvertsAlways || device.type != _deviceType || device.index != _deviceIndex)
                {
                    _toEpilog(null, device, non_blocking);
                }

                return this;
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, Available(device.type, device.index), non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) =>
                _toEpilog(dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    Convert(child, dtype, device, non_blocking);
                }

                ConvertComponents(dtype, device);
                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

            /// <summary>Calls the overload that says the same as the two nullable arguments.</summary>
            internal static void Convert(Module module, ScalarType? dtype, Device? device, bool non_blocking)
            {
                _ = (dtype, device) switch
                {
                    ({ } type, null) => module._to(type, non_blocking),
                    (null, { } target) => module._to(target.type, target.index, non_blocking),
                    ({ } type, { } target) => module._to(target, type, non_blocking),
                    _ => throw new ArgumentNullException(nameof(dtype), "dtype and device are both null."),
                };
            }

            protected static bool ReplaceBuffer(
                ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var (type, target) = Wanted(buffer, dtype, device);
                if (type == buffer.dtype && SameDevice(buffer, target))
                {
                    result = null;
                    return false;
                }

                result = buffer.to(type, target, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            protected static bool ReplaceParameter(
                ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                var (type, target) = Wanted(param, dtype, device);
                using var gradient = param.grad;
                if (type == param.dtype && SameDevice(param, target))
                {
                    p = null;
                    return false;
                }

                // The copy must be a leaf of its own: autograd is not to see it.
                using var mode = no_grad();
                p = new Parameter(param.to(type, target), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, target);
                    p.grad = moved;
                }

                return true;
            }

            /// <summary>Replaces this module's own parameters and buffers, in the registry and in the fields or
            /// properties that carry their names.</summary>
            private void ConvertComponents(ScalarType? dtype, Device? device)
            {
                foreach (var (key, parameter) in named_parameters(false).ToList())
                {
                    if (ReplaceParameter(dtype, device, parameter, out var replacement))
                    {
                        Assign(key, replacement!, () =>
                        {
                            parameter.Dispose();
                            ConditionallyRegisterParameter(key, replacement);
                        });
                    }
                }

                foreach (var (key, buffer) in named_buffers(false).ToList())
                {
                    if (ReplaceBuffer(dtype, device, buffer, out var replacement))
                    {
                        Assign(key, replacement!, () => ConditionallyRegisterBuffer(key, replacement));
                    }
                }
            }

            private void Assign(string key, Tensor replacement, Action register)
            {
                if (GetType().GetProperty(key) is { } property)
                {
                    property.SetValue(this, replacement);
                    return;
                }

                register();
                InstanceFields(GetType()).FirstOrDefault(field => field.ComponentName() == key)
                    ?.SetValue(this, replacement);
            }

            private static (ScalarType Type, Device Target) Wanted(Tensor tensor, ScalarType? dtype, Device? device)
            {
                var convertible = tensor.is_floating_point() || tensor.is_complex();
                return (dtype is { } type && convertible ? type : tensor.dtype, device ?? tensor.device);
            }

            private static bool SameDevice(Tensor tensor, Device device) =>
                tensor.device_type == device.type && (device.index < 0 || tensor.device_index == device.index);

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                    or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
                }
            }

            private static Device Available(DeviceType type, int index)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                {
                    throw new InvalidOperationException("CUDA is not available.");
                }

                return new Device(type, type == DeviceType.CUDA ? index : -1);
            }
        }
    }
}
