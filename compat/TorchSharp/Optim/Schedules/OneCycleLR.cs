namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to a maximum and down to almost nothing, the momentum going the other way (Smith and
                /// Topin 2018).</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int _steps;
                    private readonly Func<double, double, double, double> _anneal;
                    private readonly List<Phase> _phases;
                    private readonly bool _cyclesMomentum;

                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false)
                        : this(
                            optimizer, Repeated(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start,
                            anneal_strategy, cycle_momentum, Repeated(optimizer, base_momentum),
                            Repeated(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch,
                            verbose)
                    {
                    }

                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1,
                        int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                        {
                            throw new ArgumentException(
                                "optimizer must support momentum with `cycle_momentum` option enabled");
                        }

                        if (pct_start is < 0 or > 1)
                        {
                            throw new ArgumentException(
                                $"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        }

                        _steps = TotalSteps(total_steps, epochs, steps_per_epoch);
                        _anneal = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, part) => end + ((start - end) / 2.0 * (Math.Cos(Math.PI * part) + 1))
                            : (start, end, part) => ((end - start) * part) + start;
                        _cyclesMomentum = cycle_momentum;
                        var high = new Level(
                            [.. max_lr], [.. base_momentum ?? Repeated(optimizer, 0.85)]);
                        var initial = new Level(
                            [.. high.Rates.Select(rate => rate / div_factor)],
                            [.. max_momentum ?? Repeated(optimizer, 0.95)]);
                        var final = initial with { Rates = [.. initial.Rates.Select(rate => rate / final_div_factor)] };
                        _phases = [new((pct_start * _steps) - 1, initial, high)];
                        if (three_phase)
                        {
                            _phases.Add(new((2 * pct_start * _steps) - 2, high, initial));
                        }

                        _phases.Add(new(_steps - 1, three_phase ? initial : high, final));
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _steps)
                        {
                            throw new InvalidOperationException(
                                $"Tried to step {_last_epoch + 1} times. The specified number of "
                                + $"total steps is {_steps}");
                        }

                        var current = _phases.FindIndex(phase => _last_epoch <= phase.End);
                        if (current < 0)
                        {
                            return Groups.Select(_ => 0.0);
                        }

                        var (end, from, to) = _phases[current];
                        var start = current == 0 ? 0 : _phases[current - 1].End;
                        var part = (_last_epoch - start) / (end - start);
                        if (_cyclesMomentum)
                        {
                            SetMomentum(index => _anneal(from.Momenta[index], to.Momenta[index], part));
                        }

                        return from.Rates.Zip(to.Rates, (a, b) => _anneal(a, b, part));
                    }

                    private void SetMomentum(Func<int, double> momentum)
                    {
                        foreach (var (index, group) in Groups.Index())
                        {
                            if (group is IBetas betas)
                            {
                                betas.Betas = (momentum(index), betas.Betas.Item2);
                            }
                            else if (group is IMomentum plain)
                            {
                                plain.Momentum = momentum(index);
                            }
                        }
                    }

                    private static List<double> Repeated(Optimizer optimizer, double value) =>
                        [.. optimizer.ParamGroups.Select(_ => value)];

                    private static int TotalSteps(int total, int epochs, int stepsPerEpoch)
                    {
                        if (total == -1 && epochs == -1 && stepsPerEpoch == -1)
                        {
                            throw new ArgumentException(
                                "You must define either total_steps OR (epochs AND steps_per_epoch)");
                        }

                        if (total != -1)
                        {
                            return Positive(total, "total_steps");
                        }

                        return Positive(epochs, "epochs") * Positive(stepsPerEpoch, "steps_per_epoch");
                    }

                    private static int Positive(int value, string name) =>
                        value > 0
                            ? value
                            : throw new ArgumentException($"Expected positive integer {name}, but got {value}");

                    private sealed record Level(List<double> Rates, List<double> Momenta);

                    private sealed record Phase(double End, Level From, Level To);
                }
            }
        }
    }
}
