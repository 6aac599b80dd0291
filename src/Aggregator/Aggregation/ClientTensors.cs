using FedK8s.Contracts.Identity;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>One accepted update, ready to be averaged.</summary>
/// <param name="ClientId">Who trained; decides the place in the sum.</param>
/// <param name="ExampleCount">n_k, positive.</param>
/// <param name="Tensors">The trained weights; every one fits a tensor of the checkpoint, or is a LoRA factor of a lower rank.</param>
internal sealed record ClientTensors(ClientId ClientId, long ExampleCount, ITensorSource Tensors)
{
    /// <summary>What its tensors of these names weigh, from 0, instead of <see cref="ExampleCount"/>.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();
}
