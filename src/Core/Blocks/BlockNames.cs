using System.Globalization;
using FedK8s.Contracts.Identity;

namespace FedK8s.Core.Blocks;

/// <summary>
/// Which block a tensor belongs to, told from its Hugging Face name. The Llama, GPT-2, BERT and ViLT families and
/// PEFT's adapters of them follow these rules:
/// <list type="bullet">
/// <item>a number after <c>expanded</c> is the new block of that number (FedBE), counted from 0 at the input among the new ones;</item>
/// <item>a number after <c>layers</c>, <c>layer</c> or <c>h</c> is the transformer block of that number;</item>
/// <item>otherwise a part that begins with <c>embed</c>, or <c>wte</c>, <c>wpe</c>, belongs to the embedding;</item>
/// <item>otherwise a final norm, a pooler or an output layer belongs to the head.</item>
/// </list>
/// </summary>
public static class BlockNames
{
    /// <summary>What the names of new blocks' tensors begin with: <c>expanded.0.self_attn.q_proj.weight</c>.</summary>
    public const string ExpandedList = "expanded";

    private static readonly HashSet<string> LayerLists = ["layers", "layer", "h"];
    private static readonly HashSet<string> Embeddings = ["wte", "wpe"];
    private static readonly HashSet<string> HeadParts =
        ["norm", "ln_f", "layernorm", "pooler", "lm_head", "score", "classifier", "cls", "qa_outputs"];

    /// <summary>The block of token and position embeddings.</summary>
    public static BlockId Embedding { get; } = new("embed");

    /// <summary>The block of the final norm and the output layer.</summary>
    public static BlockId Head { get; } = new("head");

    /// <summary>The transformer block of that number, from 0 at the input.</summary>
    public static BlockId Layer(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new BlockId(string.Create(CultureInfo.InvariantCulture, $"layer-{number}"));
    }

    /// <summary>The new block of that number, from 0 at the input among the new ones.</summary>
    public static BlockId Expanded(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new BlockId(string.Create(CultureInfo.InvariantCulture, $"expanded-{number}"));
    }

    /// <summary>The number of the new block that a tensor belongs to; null when it belongs to none.</summary>
    public static int? FindExpanded(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        var parts = tensorName.Split('.');
        return parts.Length > 2 && parts[0] == ExpandedList ? FindNumber(parts[1]) : null;
    }

    /// <summary>The block of a tensor; null when its name follows none of the rules.</summary>
    public static BlockId? Find(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        if (FindExpanded(tensorName) is { } expanded)
        {
            return Expanded(expanded);
        }

        var parts = tensorName.Split('.');
        if (FindLayer(parts) is { } number)
        {
            return Layer(number);
        }

        return parts.Any(IsEmbedding) ? Embedding
            : parts.Any(HeadParts.Contains) ? Head
            : null;
    }

    /// <summary>The number of the transformer block that a tensor belongs to; null when it belongs to none.</summary>
    public static int? FindLayer(string tensorName)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        return FindLayer(tensorName.Split('.'));
    }

    /// <summary>The name with another number of the transformer block.</summary>
    /// <exception cref="ArgumentException">The tensor belongs to no transformer block.</exception>
    public static string WithLayer(string tensorName, int number)
    {
        ArgumentNullException.ThrowIfNull(tensorName);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var parts = tensorName.Split('.');
        var place = FindLayerPlace(parts)
            ?? throw new ArgumentException($"{tensorName} belongs to no transformer block.", nameof(tensorName));
        parts[place] = number.ToString(CultureInfo.InvariantCulture);
        return string.Join('.', parts);
    }

    private static int? FindLayer(string[] parts) => FindLayerPlace(parts) is { } place ? FindNumber(parts[place]) : null;

    private static int? FindLayerPlace(string[] parts)
    {
        // The first list counts: a layer may hold lists of its own, such as experts.
        for (var i = 0; i + 1 < parts.Length; i++)
        {
            if (LayerLists.Contains(parts[i]) && FindNumber(parts[i + 1]) is not null)
            {
                return i + 1;
            }
        }

        return null;
    }

    private static int? FindNumber(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsEmbedding(string part) =>
        part.StartsWith("embed", StringComparison.Ordinal) || Embeddings.Contains(part);
}
