namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>A part of a blob's content.</summary>
/// <param name="Index">From 0, in the order of the content.</param>
/// <param name="Bytes">Valid until whoever was given the block is done with it.</param>
internal readonly record struct Block(int Index, ArraySegment<byte> Bytes);
