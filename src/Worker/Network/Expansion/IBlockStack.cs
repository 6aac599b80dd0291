using FedK8s.Contracts.Spec;

namespace FedK8s.Worker.Network.Expansion;

/// <summary>A model's transformer blocks, among which a tuning method may insert new ones. Base blocks keep their numbers and names.</summary>
internal interface IBlockStack
{
    /// <summary>L: the base model's blocks.</summary>
    int Count { get; }

    /// <summary>The blocks that were inserted, nearest to the input first.</summary>
    IReadOnlyList<InsertedBlock> Inserted { get; }

    /// <summary>Whether data passes inserted blocks by: the base model's function, to the bit.</summary>
    bool IsBypassed { get; set; }

    /// <summary>
    /// Base blocks, counted from the input, that nothing trained lies below: they run without gradients and are on no tape. 0 where all
    /// may be trained.
    /// </summary>
    int UntrainedDepth { get; set; }

    /// <summary>
    /// Inserts a copy of a base block right after it, which changes the model's function by nothing: see <see cref="InsertedBlock"/>.
    /// </summary>
    /// <param name="after">The base block's number, from 0 at the input; at most one new block follows each.</param>
    /// <param name="gate">What decides how much of it is used.</param>
    void Insert(int after, BlockGate gate);

    /// <summary>Takes every inserted block out, and its weights with it.</summary>
    void RemoveInserted();
}
