namespace TorchSharp;

public static partial class torch
{
    private static Device _defaultDevice = new(DeviceType.CPU);

    public static Device get_default_device() => _defaultDevice;

    public static void set_default_device(Device device) => _defaultDevice = device;

    public static void set_default_device(string device) => _defaultDevice = new Device(device);

    /// <summary>Makes a kind of device ready. Throws InvalidOperationException where the machine has none.</summary>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException(
                $"{deviceType} is not available: the libtorch in use or this machine has no such device");
        }
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CUDA => NativeMethods.fedtorch_load_cuda() != 0 && NativeMethods.fedtorch_cuda_count() > 0,
        _ => deviceType != DeviceType.MPS,
    };

    public static Device InitializeDevice(Device? device)
    {
        device ??= _defaultDevice;
        InitializeDeviceType(device.type);
        return device;
    }
}
