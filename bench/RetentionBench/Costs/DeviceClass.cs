using System.Text.Json.Serialization;

namespace FedK8s.RetentionBench.Costs;

/// <summary>A kind of device.</summary>
/// <param name="Slowness">How much longer than the fastest it takes.</param>
/// <param name="MegabitPerSecond">Of its connection, either way.</param>
internal sealed record DeviceClass(double Slowness, double MegabitPerSecond)
{
    private const double BytesPerMegabit = 1e6 / 8;

    private static readonly DeviceClass[] _eighths =
    [
        .. Enumerable.Repeat(new DeviceClass(1, 100), 2),
        .. Enumerable.Repeat(new DeviceClass(2, 20), 3),
        .. Enumerable.Repeat(new DeviceClass(4, 5), 3),
    ];

    /// <summary>The slowest.</summary>
    public static DeviceClass Slowest => _eighths[^1];

    /// <summary>Of its connection, either way.</summary>
    [JsonIgnore]
    public double BytesPerSecond => MegabitPerSecond * BytesPerMegabit;

    /// <summary>In a fleet of which two in eight are fast, three half and three a quarter as fast: the device of one of <paramref name="count"/> clients, from 0; the only one of a place is a fast one.</summary>
    public static DeviceClass Of(int client, int count) => _eighths[client * _eighths.Length / count];
}
