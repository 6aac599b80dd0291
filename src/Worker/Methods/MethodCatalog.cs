using FedK8s.Contracts.Spec;
using FedK8s.Worker.Methods.Adapter;
using FedK8s.Worker.Methods.BlockExpansion;
using FedK8s.Worker.Methods.Full;
using FedK8s.Worker.Methods.Lora;

namespace FedK8s.Worker.Methods;

/// <summary>Every tuning method; a new one is a folder beside these and a line here.</summary>
internal static class MethodCatalog
{
    /// <summary>The method that a valid spec chooses.</summary>
    /// <param name="spec">Chooses one.</param>
    /// <param name="strategy">What becomes of the updates: by Flora LoRA carries a sum along.</param>
    /// <exception cref="ArgumentException">The spec does not choose exactly one method.</exception>
    /// <exception cref="Core.Errors.RunFailedException">What the method starts from is unfit.</exception>
    public static ITuningMethod From(MethodSpec spec, AggregationStrategy strategy = AggregationStrategy.FedAvg) => spec switch
    {
        { Full: { }, Lora: null, Adapter: null, BlockExpansion: null } => new FullMethod(),
        { Full: null, Lora: { } lora, Adapter: null, BlockExpansion: null } => LoraMethod.From(lora, strategy),
        { Full: null, Lora: null, Adapter: { } adapter, BlockExpansion: null } => new AdapterMethod(adapter),
        { Full: null, Lora: null, Adapter: null, BlockExpansion: { } expansion } => new BlockExpansionMethod(expansion),
        _ => throw new ArgumentException("A method spec chooses exactly one method.", nameof(spec)),
    };
}
