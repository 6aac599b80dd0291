using FedK8s.Worker.Network;

namespace FedK8s.Worker.Methods;

/// <summary>A method of which a client may train a part of each weight: the ranks up to one of its own.</summary>
internal interface IRankedMethod : ITuningMethod
{
    /// <summary>
    /// Gives the method's weights another rank. Values of ranks that were there before stay, others are 0. The weights are new ones
    /// where the rank is another.
    /// </summary>
    /// <param name="model">With the method's weights.</param>
    /// <param name="rank">From 1 to the run's; null for the run's.</param>
    void SetRank(FoundationModel model, int? rank);
}
