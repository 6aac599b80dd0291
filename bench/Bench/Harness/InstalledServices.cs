using FedK8s.Testing;

namespace FedK8s.Bench.Harness;

/// <summary>The services that build/NAME.sh installs.</summary>
internal static class InstalledServices
{
    private static readonly Dictionary<string, bool> IsInstalled = new()
    {
        ["azurite"] = Azurite.IsInstalled,
        ["rabbitmq"] = RabbitMq.IsInstalled,
    };

    /// <summary>The first that is missing; null where all are there.</summary>
    public static string? Missing(IReadOnlyList<string> services) => services.FirstOrDefault(service => !IsInstalled[service]);
}
