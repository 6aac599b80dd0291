namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Half a cosine wave from the base rate down to eta_min (Loshchilov and Hutter 2017, equation
                /// 5, without restarts).</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _floor;

                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _period = T_max;
                        _floor = eta_min;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                        {
                            return CurrentRates;
                        }

                        if ((_last_epoch - 1 - _period) % (2 * _period) == 0)
                        {
                            // The recurrence below divides by zero here: the wave has reached its floor.
                            var rise = (1 - Math.Cos(Math.PI / _period)) / 2;
                            return CurrentRates.Zip(_base_lrs, (rate, start) => rate + ((start - _floor) * rise));
                        }

                        var shrink = Wave(_last_epoch) / Wave(_last_epoch - 1);
                        return CurrentRates.Select(rate => (shrink * (rate - _floor)) + _floor);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => _floor + ((rate - _floor) * Wave(_last_epoch) / 2));

                    private double Wave(int epoch) => 1 + Math.Cos(Math.PI * epoch / _period);
                }
            }
        }
    }
}
