namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _total;

                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0,
                        int total_iters = 5,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _start = start_factor;
                        _end = end_factor;
                        _total = total_iters;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                        {
                            return CurrentRates.Select(rate => rate * _start);
                        }

                        if (_last_epoch > _total)
                        {
                            return CurrentRates;
                        }

                        var slope = _end - _start;
                        var growth = 1 + (slope / ((_total * _start) + ((_last_epoch - 1) * slope)));
                        return CurrentRates.Select(rate => rate * growth);
                    }

                    protected override IEnumerable<double> get_closed_form_lr()
                    {
                        var reached = (double)Math.Min(_total, _last_epoch) / _total;
                        return _base_lrs.Select(rate => rate * (_start + ((_end - _start) * reached)));
                    }
                }
            }
        }
    }
}
