using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;

namespace FedK8s.Worker.Training.Retention;

/// <summary>
/// The client's own inputs under other instructions: what its prompts begin with in common, at least one token, gives way to
/// another instruction or to random tokens. Signs of the tokenizer's format at the start of an example stay.
/// </summary>
internal sealed class OwnExamples : IGuardExamples
{
    private readonly IReadOnlyList<int[]> _instructions;
    private readonly TextTokens _text;
    private readonly int _limit;

    /// <param name="examples">The client's train split.</param>
    /// <param name="instructions">Token ids, none empty; no instruction for random tokens.</param>
    /// <param name="text">What random tokens are drawn from.</param>
    /// <param name="limit">Tokens of an example at most.</param>
    public OwnExamples(IReadOnlyList<EncodedExample> examples, IReadOnlyList<int[]> instructions, TextTokens text, int limit)
    {
        (_instructions, _text, _limit) = (instructions, text, limit);

        // An example as long as the limit may have lost the start of its prompt.
        var whole = examples.Where(example => example.Label is not null || example.Tokens.Length < limit).ToArray();
        CommonLength = Math.Max(1, CommonPrefix(whole.Length > 0 ? whole : examples));
    }

    /// <summary>Tokens that the prompts begin with in common and that give way; at least 1.</summary>
    public int CommonLength { get; }

    public EncodedExample Of(EncodedExample example, SeededRandom random)
    {
        var tokens = example.Tokens;
        var start = Opening(tokens);
        var instruction = Instruction(random);
        instruction = instruction[..Math.Min(instruction.Length, _limit - start - 1)];
        var kept = tokens[Math.Min(tokens.Length - 1, start + CommonLength)..]; // the last token at least
        var excess = Math.Max(0, start + instruction.Length + kept.Length - _limit);
        return example with { Tokens = [.. tokens[..start], .. instruction, .. kept[excess..]], FirstTarget = 1 };
    }

    private int[] Instruction(SeededRandom random) => _instructions.Count > 0
        ? _instructions[random.Next(_instructions.Count)]
        : [.. Enumerable.Range(0, CommonLength).Select(_ => _text.Draw(random))];

    private int CommonPrefix(IReadOnlyList<EncodedExample> examples)
    {
        var common = Prompt(examples[0]);
        foreach (var example in examples)
        {
            common = common[..common.CommonPrefixLength(Prompt(example))];
        }

        return common.Length;
    }

    // A text that is learnt or labelled whole counts whole.
    private ReadOnlySpan<int> Prompt(EncodedExample example)
    {
        var start = Opening(example.Tokens);
        var end = example.Label is null && example.FirstTarget > start ? example.FirstTarget : example.Tokens.Length;
        return example.Tokens.AsSpan(start..end);
    }

    private int Opening(int[] tokens)
    {
        var count = 0;
        while (count < tokens.Length - 1 && !_text.Contains(tokens[count]))
        {
            count++;
        }

        return count;
    }
}
