using FedK8s.RetentionBench.Arms;
using FedK8s.RetentionBench.Corpora;
using FedK8s.RetentionBench.Toy;
using FedK8s.RetentionBench.Trials;
using FedK8s.Testing;

namespace FedK8s.RetentionBench.Tests.Trials;

/// <summary>Trials of two short rounds from random weights, through the whole product.</summary>
public sealed class TrialRunTests : IDisposable
{
    private const string Base = "random";
    private static readonly Protocol _short = new(2, 1) { Steps = 1, Examples = 320 };

    private readonly TemporaryFolder _temporary = new();

    private BenchFolder Folder => new(_temporary.Path);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_trial_knows_what_every_checkpoint_scores_and_took()
    {
        var result = await RunAsync("full", Settings.Common);

        const long weights = (4 * ToyModel.BlockParameters) + (49 * 64) + 64; // blocks, 49 tokens of width 64, the final norm
        Assert.Equal(weights, result.TrainableParameters);
        Assert.Equal([0, 1, 2], result.Evaluations.Select(evaluation => evaluation.Round));
        Assert.All(result.Evaluations, evaluation => Assert.Equal(2, evaluation.General.Count));
        var oneWay = 4 * weights * 8;
        Assert.InRange(result.Evaluations[1].Bytes, 2 * oneWay, 2.1 * oneWay); // eight clients, float32, and what names the tensors
        Assert.Equal(2 * result.Evaluations[1].Bytes, result.Evaluations[2].Bytes, 1024.0);
        Assert.True(result.Evaluations[2].SimulatedSeconds > result.Evaluations[1].SimulatedSeconds);
    }

    [Fact]
    public async Task New_blocks_start_as_nothing_and_bypassed_they_are_nothing_again()
    {
        var result = await RunAsync("expansion-all", Settings.Common);

        Assert.Equal((await RunAsync("full", Settings.Common)).Evaluations[0].GeneralLoss, result.Evaluations[0].GeneralLoss);
        Assert.NotEqual(result.Evaluations[0].GeneralLoss, result.Evaluations[2].GeneralLoss);
        Assert.Equal(result.Evaluations[0].GeneralLoss, result.BypassedGeneralLoss);
    }

    [Fact]
    public async Task The_second_of_two_tasks_starts_from_what_the_first_has_learnt()
    {
        var result = await RunAsync("lora-all", Settings.Sequence);

        Assert.Equal(result.FirstTask[^1].General, result.Evaluations[0].General);
        Assert.Equal(result.FirstTask[^1].Downstream, result.Evaluations[0].First);
        Assert.Null(result.FirstTask[0].First);
    }

    [Fact]
    public async Task A_corpus_run_starts_at_the_losses_that_the_source_of_its_model_states()
    {
        var source = RepositoryRoot.Combine("..", "shared", "data");
        Assert.SkipUnless(Directory.Exists(source), $"{source} is not there: docs/samples.md says where its files are from.");
        new CorpusBase(Folder).Write(source);
        var trial = new Trial(Named("full"), Settings.CommonOf(Corpus.Clinc150), _short, 0.001, 1, CorpusBase.Key);

        var sentences = (await new TrialRun(Folder, trial, CorpusBase.Model).RunAsync(TestContext.Current.CancellationToken)).Result!.Sentences;

        Assert.All(
            sentences.Zip([0.10014, 3.96197]),
            pair => Assert.Equal(pair.Second, pair.First.Before, 5e-5)); // it was computed in float64
        Assert.All(sentences, sentence => Assert.True(sentence.After > sentence.Before));
    }

    [Fact]
    public async Task An_arm_that_is_refused_has_a_reason_and_no_result()
    {
        var arm = new Arm("wrong", ArmGroup.Control, "{full: {}, lora: {}}");

        var (result, refusal) = await TrialOf(arm, Settings.Common).RunAsync(TestContext.Current.CancellationToken);

        Assert.Null(result);
        Assert.Contains("2 methods", refusal, StringComparison.Ordinal);
    }

    private async Task<TrialResult> RunAsync(string name, Setting setting)
    {
        return (await TrialOf(Named(name), setting).RunAsync(TestContext.Current.CancellationToken)).Result!; // these arms are not refused
    }

    private static Arm Named(string name) => ArmList.All.Single(arm => arm.Name == name);

    private TrialRun TrialOf(Arm arm, Setting setting)
    {
        ToyModel.Write(Folder.BaseFolder(Base), seed: 1);
        var known = new BaseModel(Base, [new("first-colour", 1), new("last-shape", 1)], [], 0);
        return new(Folder, new Trial(arm, setting, _short, 0.001, 1, Base), known);
    }
}
