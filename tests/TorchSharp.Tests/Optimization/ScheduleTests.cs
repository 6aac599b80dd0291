using TorchSharp;
using static FedK8s.TorchSemantics.Reference.Vectors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace FedK8s.TorchSemantics.Optimization;

public sealed class ScheduleTests
{
    private static readonly Dictionary<string, double[]> Expected = Read<Dictionary<string, double[]>>("schedules");
    private static readonly double[] Metrics = [1.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8];

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_follow_the_reference(string name)
    {
        using var parameter = Parameter(zeros(1));
        using var optimizer = SGD([parameter], 0.5, momentum: 0.9);
        var schedule = Make(name, optimizer);
        var group = optimizer.ParamGroups.Single();
        var rates = new List<double>();
        for (var step = 0; step < Expected[name].Length; step++)
        {
            rates.Add(group.LearningRate);
            Advance(schedule, name, step);
        }

        Assert.All(rates.Zip(Expected[name]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void The_last_rate_is_the_one_set()
    {
        using var parameter = Parameter(zeros(1));
        using var optimizer = SGD([parameter], 0.5);
        var schedule = StepLR(optimizer, 1, 0.1);

        schedule.step();

        Assert.Equal(0.05, schedule.get_last_lr().Single(), 1e-12);
    }

    private static void Advance(LRScheduler schedule, string name, int step)
    {
        if (name == "plateau")
        {
            schedule.step(Metrics[step]);
        }
        else
        {
            schedule.step();
        }
    }

    private static LRScheduler Make(string name, Optimizer optimizer) => name switch
    {
        "lambda" => LambdaLR(optimizer, epoch => Math.Pow(0.95, epoch)),
        "step" => StepLR(optimizer, 3, 0.5),
        "cosine" => CosineAnnealingLR(optimizer, 10, 0.01),
        "linear" => LinearLR(optimizer, 0.25, 1.0, 5),
        "one_cycle" => OneCycleLR(optimizer, 1.0, total_steps: 12),
        "plateau" => ReduceLROnPlateau(optimizer, factor: 0.5, patience: 2),
        "sequential" => SequentialLR(
            optimizer, [LinearLR(optimizer, 0.25, 1.0, 4), CosineAnnealingLR(optimizer, 8)], [4]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "the reference script has it, this test not"),
    };
}
