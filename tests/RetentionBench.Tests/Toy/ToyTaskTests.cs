using FedK8s.Core.Determinism;
using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Tests.Toy;

public sealed class ToyTaskTests
{
    // Symbols 0 to 15: the colour is the number's rest by 4, the shape how often 4 goes into it.
    [Theory]
    [InlineData("first-colour", 3)]
    [InlineData("last-colour", 2)]
    [InlineData("first-shape", 1)]
    [InlineData("last-shape", 3)]
    [InlineData("most-colour", 0)]
    [InlineData("count-colour", 3)]
    [InlineData("sum-colour", 1)]
    [InlineData("most-shape", 2)]
    [InlineData("downstream", 0)] // kinds 0 2 2 1 0 3 0 1: colour plus shape
    [InlineData("second", 0)] // 1 0 0 2 0 1 2 0: colour plus twice the shape
    public void A_task_has_the_answer_that_one_counts_by_hand(string name, int expected)
    {
        int[] body = [7, 8, 8, 4, 0, 9, 10, 14]; // colours 3 0 0 0 0 1 2 2, shapes 1 2 2 1 0 2 2 3
        ToyTask[] tasks = [.. ToyTasks.General, ToyTasks.Downstream, ToyTasks.Second];

        Assert.Equal(expected, tasks.Single(task => task.Name == name).Answer(body));
    }

    [Fact]
    public void A_tie_has_no_answer() =>
        Assert.Null(ToyTasks.General.Single(task => task.Name == "most-colour").Answer([0, 0, 1, 1, 2, 2, 3, 3]));

    [Fact]
    public void Each_answer_is_as_likely_as_the_others()
    {
        var random = new SeededRandom(4);
        foreach (var task in ToyTasks.General)
        {
            var counts = Enumerable.Range(0, 4000)
                .Select(_ => task.Draw(random, ToyTasks.Domain).Completion)
                .CountBy(answer => answer);

            Assert.Equal(4, counts.Count());
            Assert.All(counts, count => Assert.InRange(count.Value, 880, 1120)); // four standard deviations
        }
    }

    [Fact]
    public void A_prompt_is_its_instruction_eight_symbols_and_the_sign_that_asks()
    {
        var example = ToyTasks.Downstream.Draw(new SeededRandom(5), ToyTasks.OtherDomain);

        Assert.Matches("^Y[a-p]{8}=$", example.Prompt);
        Assert.Matches("^[0-3]$", example.Completion);
    }

    [Fact]
    public void No_character_has_two_tokens() => Assert.Distinct(ToyTasks.Alphabet);

    [Fact]
    public void The_same_seed_gives_the_same_clients()
    {
        var first = ToyData.Clients(ToyTasks.Downstream, ToyTasks.Domain, 400, 8, 1, 3);

        Assert.Equal(first, ToyData.Clients(ToyTasks.Downstream, ToyTasks.Domain, 400, 8, 1, 3));
        Assert.NotEqual(first, ToyData.Clients(ToyTasks.Downstream, ToyTasks.Domain, 400, 8, 1, 4));
    }
}
