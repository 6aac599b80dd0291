using FedK8s.Core.Determinism;

namespace FedK8s.RetentionBench.Toy;

/// <summary>A question about eight symbols with four possible answers.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Instruction">The character in front of the body that asks it.</param>
/// <param name="Answer">From the symbols' numbers (0 to 15) to 0 to 3, or null where the body has no one answer.</param>
internal sealed record ToyTask(string Name, char Instruction, Func<int[], int?> Answer)
{
    /// <summary>Symbols of a body.</summary>
    public const int BodyLength = 8;

    /// <summary>An example with an answer that is as likely as each of the other three.</summary>
    /// <param name="random">Draws answer and body.</param>
    /// <param name="symbols">The domain: sixteen characters.</param>
    public ToyExample Draw(SeededRandom random, string symbols) => Draw(random, symbols, random.Next(ToyTasks.Answers.Length));

    private ToyExample Draw(SeededRandom random, string symbols, int answer)
    {
        var body = new int[BodyLength];
        do
        {
            foreach (ref var symbol in body.AsSpan())
            {
                symbol = random.Next(symbols.Length);
            }
        }
        while (Answer(body) != answer);

        return new(
            string.Concat([Instruction, .. body.Select(symbol => symbols[symbol]), ToyTasks.Asks]),
            ToyTasks.Answers[answer].ToString());
    }
}
