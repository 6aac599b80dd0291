using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// A batch where the model can see it. Its tensors belong to the dispose scope that they were made in.
/// </summary>
/// <param name="Input">Tokens and, where the model needs one, their mask.</param>
/// <param name="Targets">(B, T), or (B, 1) of labels, int64; <see cref="Batch.Ignored"/> where the loss does not count.</param>
internal readonly record struct BatchTensors(ModelInput Input, Tensor Targets)
{
    /// <summary>Copies a batch to the device of the model that is to read it.</summary>
    public static BatchTensors Of(Batch batch, FoundationModel model)
    {
        var device = model.Placement.Device;
        var tokens = Copy(batch.Inputs);                                                                     // (B, T)
        return new(new(tokens, model.IsCausal ? null : Mask()), Copy(batch.Targets));

        Tensor Copy(long[] ids) => Moved(tensor(ids, [batch.Rows, ids.Length / batch.Rows]));

        Tensor? Mask()
        {
            if (batch.Lengths.All(length => length == batch.Columns))
            {
                return null;
            }

            var lengths = Moved(tensor(batch.Lengths, [batch.Rows, 1]));                                     // (B, 1)
            return arange(batch.Columns, device: device).lt(lengths);                                        // (B, T)
        }

        // From pinned memory a GPU copies by itself, while the host goes on with the step.
        Tensor Moved(Tensor host) =>
            device.type == TorchSharp.DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host;
    }
}
