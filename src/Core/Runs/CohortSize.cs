using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>How many clients a round asks.</summary>
public static class CohortSize
{
    /// <summary>
    /// <c>clientFraction</c> of the available clients, rounded up, and never fewer than <c>minClients</c> while there are so many.
    /// </summary>
    /// <param name="availableCount">Joined clients that are not lost.</param>
    /// <param name="rounds">Fraction and minimum.</param>
    public static int Of(int availableCount, RoundsSpec rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);

        // As a decimal, because 0.1 * 30 is above 3 in binary and would round up to 4.
        var share = (int)Math.Ceiling((decimal)rounds.ClientFraction * availableCount);
        return Math.Clamp(Math.Max(share, rounds.MinClients), 0, availableCount);
    }
}
