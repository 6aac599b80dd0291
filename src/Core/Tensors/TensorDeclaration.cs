namespace FedK8s.Core.Tensors;

/// <summary>What a writer must know of a tensor before its first byte.</summary>
/// <param name="Name">Unique in its file; not empty, no control characters, not <c>__metadata__</c>.</param>
/// <param name="Type">The element type on disk.</param>
/// <param name="Shape">The dimensions, outermost first.</param>
public sealed record TensorDeclaration(string Name, TensorType Type, TensorShape Shape);
