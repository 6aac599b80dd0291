using FedK8s.Core.Determinism;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Tests.Data;
using FedK8s.Worker.Training.Retention;

namespace FedK8s.Worker.Tests.Training.Retention;

/// <summary>What stands beside the task's examples; bytes for tokens, so that they can be read.</summary>
public sealed class GuardExamplesTests
{
    private const int Limit = 32;

    private static readonly ByteTokenizer Tokenizer = new();

    [Fact]
    public void Own_puts_an_instruction_in_the_place_of_what_the_prompts_begin_with_in_common()
    {
        var examples = Encode(("sort the ox=", "box"), ("sort the cab=", "abc"));

        var beside = Own(examples, "copy ").Of(examples[0], new(1));

        Assert.Equal("copy ox=box", Tokenizer.Decode(beside.Tokens));
    }

    [Fact]
    public void Own_draws_among_its_instructions()
    {
        var examples = Encode(("sort the ox=", "box"), ("sort the cab=", "abc"));
        var own = Own(examples, "copy ", "reverse ");
        var random = new SeededRandom(1);

        var texts = Enumerable.Range(0, 20).Select(_ => Tokenizer.Decode(own.Of(examples[0], random).Tokens)).Distinct();

        Assert.Equal(["copy ox=box", "reverse ox=box"], texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Own_without_instructions_has_random_text_of_the_same_length_there()
    {
        var examples = Encode(("sort the ox=", "box"), ("sort the cab=", "abc"));

        var beside = Own(examples).Of(examples[0], new(1)).Tokens;

        Assert.Equal(examples[0].Tokens[9..], beside[9..]);
        Assert.NotEqual(examples[0].Tokens[..9], beside[..9]);
        Assert.All(beside[..9], id => Assert.True(Tokenizer.IsText(id)));
    }

    [Fact]
    public void Own_replaces_one_token_where_prompts_have_nothing_in_common()
    {
        var examples = Encode(("ox=", "a"), ("cab=", "b"));

        Assert.Equal("copy x=a", Tokenizer.Decode(Own(examples, "copy ").Of(examples[0], new(1)).Tokens));
    }

    [Fact]
    public void Own_leaves_the_start_token_where_it_is()
    {
        var encoder = new ExampleEncoder(new StartingTokenizer(), Limit);
        EncodedExample[] examples = [encoder.Encode(new("go ox=", "a")), encoder.Encode(new("go cab=", "b"))];

        var beside = Own(examples, "copy ").Of(examples[0], new(1));

        Assert.Equal(2, beside.Tokens[0]);
        Assert.Equal("copy ox=a", Tokenizer.Decode(beside.Tokens));
    }

    // The third prompt has lost its start, so that it begins otherwise than the client's prompts do.
    [Fact]
    public void Own_does_not_look_at_prompts_that_were_cut()
    {
        var examples = Encode(("sort ox=", "a"), ("sort cab=", "b"), (new string('y', 40), "c"));

        Assert.Equal(5, Own(examples).CommonLength);
    }

    [Fact]
    public void Own_with_a_longer_instruction_stays_within_the_limit()
    {
        var examples = Encode(("say " + new string('x', 25), "y"), ("say a", "b"));

        var beside = Own(examples, "tell me now ").Of(examples[0], new(1)).Tokens;

        Assert.Equal(Limit, beside.Length);
        Assert.Equal($"tell me now {new string('x', 18)}y", Tokenizer.Decode(beside));
        Assert.Equal(Tokenizer.EndId, beside[^1]);
    }

    [Fact]
    public void Own_leaves_something_to_read_at_the_shortest_limit()
    {
        var example = new EncodedExample([0, 70], FirstTarget: 1);

        var beside = new OwnExamples([example], [Tokenizer.Encode("copy ")], new(Tokenizer), limit: 2).Of(example, new(1));

        Assert.Equal(1, beside.InputCount);
    }

    [Fact]
    public void A_labelled_text_keeps_its_signs_and_its_label()
    {
        EncodedExample[] examples = [new([2, 70, 71, 72, 1], 1, Label: 3), new([2, 70, 71, 80, 1], 1, Label: 4)];

        var beside = Own(examples, "a").Of(examples[0], new(1));

        Assert.Equal([2, 'a' + 3, 72, 1], beside.Tokens);
        Assert.Equal(3, beside.Label);
    }

    [Fact]
    public void Random_has_text_tokens_wherever_the_example_has_and_its_signs_in_their_places()
    {
        var example = new EncodedExample([2, 70, 71, 72, 73, 74, 1], FirstTarget: 4);

        var beside = new RandomExamples(new(Tokenizer)).Of(example, new(1));

        Assert.Equal([2, 1], [beside.Tokens[0], beside.Tokens[^1]]);
        Assert.All(beside.Tokens[1..^1], id => Assert.True(Tokenizer.IsText(id)));
        Assert.NotEqual(example.Tokens[1..^1], beside.Tokens[1..^1]);
        Assert.Equal(6, beside.TargetCount);
    }

    [Fact]
    public void Same_is_the_task_s_example_with_every_token_counted()
    {
        var example = Encode(("ox=", "a"))[0];

        var beside = new SameExamples().Of(example, new(1));

        Assert.Equal((example.Tokens, 1), (beside.Tokens, beside.FirstTarget));
    }

    private static EncodedExample[] Encode(params (string Prompt, string Completion)[] rows)
    {
        var encoder = new ExampleEncoder(Tokenizer, Limit);
        return [.. rows.Select(row => encoder.Encode(new(row.Prompt, row.Completion)))];
    }

    private static OwnExamples Own(IReadOnlyList<EncodedExample> examples, params string[] instructions) =>
        new(examples, [.. instructions.Select(Tokenizer.Encode)], new(Tokenizer), Limit);
}
