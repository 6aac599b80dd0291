using FedK8s.Bench.Harness;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Safetensors;

/// <summary>Converts 64 Mi elements between a narrow type and float, in parts that stay in the cache.</summary>
internal static class ConversionContestant
{
    public const long ElementCount = 64L << 20;

    private const int PartLength = 1 << 16;

    public static void Serve(string[] arguments)
    {
        var type = Enum.Parse<TensorType>(arguments[0]);
        var isReading = arguments[1] == "read";
        var floats = TensorFile.Values()[..PartLength];
        var bytes = new byte[PartLength * type.ElementByteCount()];
        FloatConversion.FromFloats(floats, type, bytes);
        ContestantLoop.Serve(() =>
        {
            for (var part = 0; part < ElementCount / PartLength; part++)
            {
                if (isReading)
                {
                    FloatConversion.ToFloats(bytes, type, floats);
                }
                else
                {
                    FloatConversion.FromFloats(floats, type, bytes);
                }
            }
        });
    }
}
