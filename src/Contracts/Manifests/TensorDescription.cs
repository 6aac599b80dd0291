namespace FedK8s.Contracts.Manifests;

/// <summary>What a manifest says of one tensor.</summary>
/// <param name="Name">The Hugging Face (or PEFT) name, for example <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Type">The safetensors word: <c>F32</c>, <c>BF16</c>, <c>F16</c>, <c>I64</c>, ...</param>
/// <param name="Shape">Sizes by dimension, outermost first; empty for a scalar.</param>
public sealed record TensorDescription(string Name, string Type, IReadOnlyList<long> Shape);
