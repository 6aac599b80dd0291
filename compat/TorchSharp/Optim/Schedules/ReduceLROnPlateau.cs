namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rate when a metric has not improved for some epochs.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _lowerIsBetter;
                    private readonly bool _relative;
                    private readonly double _threshold;
                    private readonly double _factor;
                    private readonly double _smallestChange;
                    private readonly int _patience;
                    private readonly int _cooldown;
                    private readonly List<double> _minimums;
                    private double _best;
                    private int _badEpochs;
                    private int _cooling;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10,
                        double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0,
                        IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0)
                        {
                            throw new ArgumentException("Factor should be < 1.0");
                        }

                        if (mode is not ("min" or "max"))
                        {
                            throw new ArgumentException($"mode {mode} is unknown!");
                        }

                        if (threshold_mode is not ("rel" or "abs"))
                        {
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                        }

                        _lowerIsBetter = mode == "min";
                        _relative = threshold_mode == "rel";
                        _threshold = threshold;
                        _factor = factor;
                        _smallestChange = eps;
                        _patience = patience;
                        _cooldown = cooldown;
                        _best = _lowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                        _minimums = min_lr is { Count: > 1 }
                            ? [.. min_lr]
                            : [.. Groups.Select(_ => min_lr is { Count: 1 } ? min_lr[0] : 0.0)];
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? (_last_epoch + 1);
                        if (IsBetter(current))
                        {
                            _best = current;
                            _badEpochs = 0;
                        }
                        else
                        {
                            _badEpochs++;
                        }

                        if (_cooling > 0)
                        {
                            _cooling--;
                            _badEpochs = 0;
                        }

                        if (_badEpochs > _patience)
                        {
                            Reduce();
                            _cooling = _cooldown;
                            _badEpochs = 0;
                        }
                    }

                    public override void step() =>
                        throw new InvalidOperationException(
                            "step() should not be used with the ReduceLROnPlateau scheduler. "
                            + "Use step(double, int?), instead.");

                    public override void step(int? epoch) =>
                        throw new InvalidOperationException(
                            "step(int?) should not be used with the ReduceLROnPlateau scheduler. "
                            + "Use step(double, int?), instead.");

                    private bool IsBetter(double metric)
                    {
                        // As a factor, not as a difference: the best is infinite at first.
                        var sign = _lowerIsBetter ? -1 : 1;
                        var bound = _relative ? _best * (1 + (sign * _threshold)) : _best + (sign * _threshold);
                        return _lowerIsBetter ? metric < bound : metric > bound;
                    }

                    private void Reduce()
                    {
                        foreach (var (index, group) in Groups.ToList().Index())
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _minimums[index]);
                            if (group.LearningRate - rate <= _smallestChange)
                            {
                                continue;
                            }

                            group.LearningRate = rate;
                            if (_verbose)
                            {
                                Console.WriteLine(
                                    $"Epoch {_last_epoch}: reducing learning rate of group {index} to {rate:g4}.");
                            }
                        }
                    }
                }
            }
        }
    }
}
