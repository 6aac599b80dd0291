using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FedK8s.RetentionBench.Arms;

namespace FedK8s.RetentionBench.Trials;

/// <summary>One run, and all that decides its result but the product itself.</summary>
/// <param name="Arm">How.</param>
/// <param name="Setting">On whose data.</param>
/// <param name="Protocol">How long.</param>
/// <param name="LearningRate">Of local training.</param>
/// <param name="Seed">Of the data and of the run.</param>
/// <param name="Base">The base model's key.</param>
internal sealed record Trial(Arm Arm, Setting Setting, Protocol Protocol, double LearningRate, int Seed, string Base)
{
    // Raised by one when the data or what is recorded changes.
    private const int Version = 1;

    /// <summary>16 hexadecimal digits, the same for the same trial.</summary>
    public string Key()
    {
        var text = $"{Version}\n{JsonSerializer.Serialize(this, TrialJson.Options)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
