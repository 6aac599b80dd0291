using FedK8s.Contracts.Identity;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Blocks;

/// <summary>Which named tensors make up which block. Every tensor is in exactly one.</summary>
public sealed class BlockLayout
{
    private readonly Dictionary<string, BlockId> _blockOfTensor;

    private BlockLayout(IReadOnlyList<Block> blocks)
    {
        Blocks = blocks;
        _blockOfTensor = blocks
            .SelectMany(block => block.TensorNames.Select(name => (name, block.Id)))
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The blocks in the order in which data flows: embedding, transformer blocks by number, head. Only those
    /// that have tensors.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Sorts a model's, an adapter's or an update's tensors into blocks.</summary>
    /// <param name="tensorNames">Each once, in any order.</param>
    /// <exception cref="RunFailedException">A name follows no rule of <see cref="BlockNames"/>.</exception>
    public static BlockLayout Of(IEnumerable<string> tensorNames)
    {
        ArgumentNullException.ThrowIfNull(tensorNames);
        return new BlockLayout([.. tensorNames
            .GroupBy(BlockOfName)
            .OrderBy(block => Position(block.Key))
            .ThenBy(block => BlockNames.FindExpanded(block.First()) is not null)
            .ThenBy(block => BlockNames.FindExpanded(block.First()) ?? BlockNames.FindLayer(block.First()))
            .Select(block => new Block(block.Key, [.. block.Order(StringComparer.Ordinal)]))]);
    }

    /// <summary>The block that holds a tensor; null when the layout has no tensor of that name.</summary>
    public BlockId? Find(string tensorName) => _blockOfTensor.TryGetValue(tensorName, out var block) ? block : null;

    private static BlockId BlockOfName(string name) => BlockNames.Find(name)
        ?? throw new RunFailedException(ExitCodes.UnsupportedModel,
            $"tensor {name}: belongs to no block that is known; wanted a layer's, an embedding's or a head's name as "
            + "in the Llama, GPT-2, BERT or ViLT family: use such a model.");

    private static int Position(BlockId block) => block == BlockNames.Embedding ? 0 : block == BlockNames.Head ? 2 : 1;
}
