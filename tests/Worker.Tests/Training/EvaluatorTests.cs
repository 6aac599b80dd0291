using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Training;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Exact_matches_are_those_of_greedy_decoding()
    {
        using var model = Trained(trainedExamples: 5);
        var examples = TinyRun.Sums(12);
        var byDecoding = examples.Count(example => Decode(model, example).SequenceEqual(example.Tokens));

        Assert.InRange(byDecoding, 1, 11); // otherwise the claim below says little
        Assert.Equal(byDecoding / 12.0, Score(model, examples, hasCompletions: true));
    }

    [Fact]
    public void Of_plain_text_the_predicted_tokens_are_counted()
    {
        using var model = Trained(trainedExamples: 5);
        var examples = TinyRun.Sums(12);
        var right = examples.Sum(example => Score(model, [example], hasCompletions: false) * example.TargetCount);

        Assert.Equal(right / examples.Sum(example => example.TargetCount), Score(model, examples, hasCompletions: false), 1e-9);
    }

    [Fact]
    public void Examples_side_by_side_score_as_each_alone()
    {
        using var model = _run.CreateModel();
        var examples = TinyRun.Sums(9);
        var alone = examples.Sum(example => Loss(model, [example]) * example.TargetCount);

        Assert.Equal(alone / examples.Sum(example => example.TargetCount), Loss(model, examples), 1e-5);
    }

    // A model whose every weight is zero finds all 259 tokens equally likely.
    [Fact]
    public void The_loss_of_an_even_guess_is_the_logarithm_of_the_vocabulary()
    {
        using var model = _run.CreateModel();
        using (no_grad())
        {
            foreach (var (_, weight) in model.Trainables)
            {
                weight.zero_();
            }
        }

        Assert.Equal(Math.Log(259), Loss(model, TinyRun.Sums(5)), 1e-5);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_an_error_and_not_a_score()
    {
        using var model = _run.CreateModel();
        using (no_grad())
        {
            model.Trainables[0].Weight.fill_(float.NaN);
        }

        var failure = Assert.Throws<RunFailedException>(() => Loss(model, TinyRun.Sums(5)));

        Assert.Equal(ExitCodes.TrainingDiverged, failure.Code);
    }

    private TunedModel Trained(int trainedExamples)
    {
        var model = _run.CreateModel();
        var training = new LocalTrainingSpec { BatchSize = 4, Epochs = 40, LearningRate = 1e-2 };
        using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training, trainedExamples), _ => { }, TimeProvider.System);
        trainer.Train(TestContext.Current.CancellationToken);
        return model;
    }

    // Appends the most likely token until the example's length is reached, reading only what it wrote itself.
    private static int[] Decode(TunedModel model, EncodedExample example)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var tokens = example.Tokens[..example.FirstTarget].Select(token => (long)token).ToList();
        while (tokens.Count < example.Tokens.Length)
        {
            var logits = model.Model.call(new(tensor(tokens.ToArray()).unsqueeze(0)));                   // (1, T, V)
            tokens.Add(logits[0, tokens.Count - 1].argmax().item<long>());
        }

        return [.. tokens.Select(token => (int)token)];
    }

    private static double Score(TunedModel model, EncodedExample[] examples, bool hasCompletions) =>
        Evaluator.Score(model.Model, new("set", examples, hasCompletions), paddingId: 0, () => { }, TestContext.Current.CancellationToken).Accuracy;

    private static double Loss(TunedModel model, EncodedExample[] examples) =>
        Evaluator.Score(model.Model, new("set", examples, true), paddingId: 0, () => { }, TestContext.Current.CancellationToken).Loss;
}
