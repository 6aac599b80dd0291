using FedK8s.Contracts.Spec;
using FedK8s.Worker.Training;

namespace FedK8s.Worker.Tests.Training;

public sealed class L2SpTests : IDisposable
{
    private static readonly LocalTrainingSpec Sgd = new()
    {
        Optimizer = OptimizerKind.SGD,
        LearningRate = 0.1,
        BatchSize = 12,
        MaxGradNorm = 0,
    };

    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    // The second round starts from w_1: its step without the term gives w_2, with it w_2 - rate * lambda * (w_1 - w_0).
    [Theory]
    [InlineData("full")]
    [InlineData("lora")]
    public void The_way_back_leads_to_where_the_run_started_not_the_round(string method)
    {
        _run.Spec = _run.Spec with { Method = method == "full" ? new() { Full = new() } : new() { Lora = new() { Rank = 2 } } };
        var start = Start();
        var (first, plain) = TwoRounds(lambda: 0);

        var (_, held) = TwoRounds(lambda: 0.5);

        Assert.All(
            held.Index(),
            found => Assert.Equal(plain[found.Index] - (0.1 * 0.5 * (first[found.Index] - start[found.Index])), found.Item, 1e-5));
    }

    [Fact]
    public void Blocks_that_move_have_their_start_where_they_are_now()
    {
        _run.Spec = _run.Spec with
        {
            Method = new() { BlockExpansion = new() { Blocks = new() { Count = 1 } } },
            LocalTraining = Sgd with { L2Sp = 0.5 },
        };
        using var model = _run.CreateModel();

        model.Place([1]);

        Assert.Equal(model.Trainables.Select(named => named.Weight), model.Start.All.Select(found => found.Weight));
    }

    private float[] Start()
    {
        using var model = _run.CreateModel();
        return TinyRun.Numbers(model);
    }

    // In the first round the weights are at the start, so the term is nothing: both runs come to the same w_1.
    private (float[] First, float[] Second) TwoRounds(double lambda)
    {
        var training = Sgd with { L2Sp = lambda };
        _run.Spec = _run.Spec with { LocalTraining = training };
        using var model = _run.CreateModel();
        var rounds = new List<float[]>();
        for (var round = 1; round <= 2; round++)
        {
            using var trainer = new LocalTrainer(model, TinyRun.TaskOf(training, round: round), _ => { }, TimeProvider.System);
            trainer.Train(TestContext.Current.CancellationToken);
            rounds.Add(TinyRun.Numbers(model));
        }

        return (rounds[0], rounds[1]);
    }
}
