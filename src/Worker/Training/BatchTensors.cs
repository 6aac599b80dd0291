using FedK8s.Worker.Data;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// A batch where the model can see it. Its tensors belong to the dispose scope that they were made in.
/// </summary>
/// <param name="Inputs">(B, T), int64.</param>
/// <param name="Targets">(B, T), int64; <see cref="Batch.Ignored"/> where the loss does not count.</param>
internal readonly record struct BatchTensors(Tensor Inputs, Tensor Targets)
{
    /// <summary>Copies a batch to a device.</summary>
    public static BatchTensors Of(Batch batch, Device device)
    {
        return new(Copy(batch.Inputs), Copy(batch.Targets));

        Tensor Copy(long[] ids) => tensor(ids, dimensions: [batch.Rows, batch.Columns], device: device); // (B, T)
    }
}
