using FedK8s.Cli.Results;

namespace FedK8s.Cli.Tests.Results;

public sealed class RetentionTests
{
    [Fact]
    public void It_is_mean_accuracy_after_over_before() =>
        Assert.Equal(0.5, Score.MeanRetention([General(1.0, 0.75), General(0.5, 0.0)]));

    [Fact]
    public void Downstream_tasks_do_not_count() =>
        Assert.Equal(0.25, Score.MeanRetention([new("tickets", ScoreKind.Downstream, 9, 0.1, 0.9), General(1.0, 0.25)]));

    [Fact]
    public void There_is_none_without_general_tasks() =>
        Assert.Null(Score.MeanRetention([new("tickets", ScoreKind.Downstream, 9, 0.1, 0.9)]));

    [Fact]
    public void There_is_none_where_one_task_was_not_measured() =>
        Assert.Null(Score.MeanRetention([General(1.0, 0.75), General(0.5, null)]));

    [Fact]
    public void A_base_model_that_could_do_nothing_keeps_nothing() =>
        Assert.Null(Score.MeanRetention([General(0.0, 0.5)]));

    private static Score General(double? before, double? after) => new("copy", ScoreKind.General, 10, before, after);
}
