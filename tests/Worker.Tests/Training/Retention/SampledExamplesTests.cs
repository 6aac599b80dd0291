using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Tests.Data;
using FedK8s.Worker.Tests.Methods;
using FedK8s.Worker.Training;
using FedK8s.Worker.Training.Retention;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training.Retention;

public sealed class SampledExamplesTests : IDisposable
{
    private readonly TinyRun _run = new();

    public SampledExamplesTests() => _run.Spec = _run.Spec with { Method = new() { Lora = new() { Rank = 2 } }, RetentionGuard = new() };

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_texts_are_those_of_the_base_whatever_was_trained()
    {
        using var fresh = _run.CreateModel();
        using var trained = _run.CreateModel();
        TinyModel.Disturb(trained.Method, trained.Loaded);

        Assert.Equal(Texts(Written(fresh)), Texts(Written(trained)));
    }

    [Fact]
    public void Another_client_gets_other_texts()
    {
        using var model = _run.CreateModel();

        Assert.NotEqual(Texts(Written(model)), Texts(Written(model, client: "site-b")));
    }

    [Fact]
    public void A_text_begins_with_a_token_of_the_client_s_and_is_no_longer_than_its_inputs()
    {
        using var model = _run.CreateModel();
        var examples = TinyRun.Sums(12);
        var known = examples.SelectMany(example => example.Tokens).ToHashSet();

        var texts = Texts(Written(model));

        Assert.All(texts, text => Assert.Contains(text[0], known));
        Assert.All(texts, text => Assert.InRange(text.Length, 2, examples.Max(example => example.Tokens.Length)));
    }

    [Fact]
    public void A_text_begins_with_the_start_token_where_there_is_one()
    {
        using var model = _run.CreateModel();

        Assert.All(Texts(Written(model, tokenizer: new StartingTokenizer())), text => Assert.Equal(2, text[0]));
    }

    [Fact]
    public void A_text_ends_where_the_base_ends_it()
    {
        using var model = _run.CreateModel();

        var texts = Texts(Written(model));

        Assert.All(texts, text => Assert.DoesNotContain(new ByteTokenizer().EndId, text[1..^1]));
    }

    [Fact]
    public void Each_pass_through_the_model_is_told_and_a_second_call_makes_none()
    {
        using var model = _run.CreateModel();
        var passes = 0;
        var sampled = Sampled("site-a", new ByteTokenizer());

        sampled.Prepare(model, () => passes++, CancellationToken.None);
        var first = passes;
        sampled.Prepare(model, () => passes++, CancellationToken.None);

        Assert.Equal(TinyRun.Sums(12).Max(example => example.Tokens.Length) - 1, first);
        Assert.Equal(first, passes);
    }

    // The first token is given; what follows is drawn from the base's own shares. With 4,000 texts a share's error is below 0.04.
    [Fact]
    public void The_base_writes_each_token_as_often_as_it_takes_it_to_be_likely()
    {
        using var scope = NewDisposeScope();
        using var model = _run.CreateModel();
        var drafts = Enumerable.Range(0, 4000).Select(number => new TextDraft(50, 2, new((ulong)number))).ToArray();
        var likely = model.Base.Logits(new(tensor(new[] { 50L }, [1, 1]))).softmax(-1).flatten().data<float>().ToArray();

        var texts = BaseText.Write(model, drafts, endId: 1, () => { }, CancellationToken.None);

        var found = texts.CountBy(text => text.Tokens[1]).ToDictionary();
        Assert.All(likely.Index(), share => Assert.Equal(share.Item, found.GetValueOrDefault(share.Index) / 4000.0, 0.04));
    }

    private static SampledExamples Sampled(string client, ITokenizer tokenizer) => new(TinyRun.Sums(12), tokenizer, 42, new(client));

    private static SampledExamples Written(TunedModel model, string client = "site-a", ITokenizer? tokenizer = null)
    {
        var sampled = Sampled(client, tokenizer ?? new ByteTokenizer());
        sampled.Prepare(model, () => { }, CancellationToken.None);
        return sampled;
    }

    // Drawn so often that most of the texts are among them, in an order that is always the same.
    private static int[][] Texts(SampledExamples sampled)
    {
        var random = new Core.Determinism.SeededRandom(1);
        return [.. Enumerable.Range(0, 100).Select(_ => sampled.Of(new EncodedExample([1, 2], 1), random).Tokens)];
    }
}
