using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class BatchNorm : NormBase
{
    public BatchNorm(
        long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        var statistics = !training || track_running_stats;
        var fromBatch = training || (running_mean is null && running_var is null);
        return nn.functional.batch_norm(
            input, statistics ? running_mean : null, statistics ? running_var : null, weight, bias, fromBatch,
            AverageFactor(), eps);
    }

    /// <summary>The weight of the new batch in the running statistics: the momentum, or, without one, what makes them a
    /// plain average of all batches seen.</summary>
    private double AverageFactor()
    {
        if (!training || num_batches_tracked is null)
        {
            return momentum ?? 0;
        }

        Op.Run("add_.Scalar", num_batches_tracked, 1);
        return momentum ?? (1 / num_batches_tracked.ToDouble());
    }
}
