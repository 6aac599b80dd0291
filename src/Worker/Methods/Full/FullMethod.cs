using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Full;

/// <summary>Full fine-tuning: every weight is trained, and travels under its Hugging Face name.</summary>
internal sealed class FullMethod : ITuningMethod
{
    public string Name => "full";

    public bool TrainsBaseModel => true;

    public string? MergeObstacle => null;

    public void Attach(FoundationModel model, long seed) => Trainability.TrainAll(model);

    public IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model) => model.BaseWeights;

    // The trained weights are the base model's: there is nothing to fold in or to take back.
    public void Merge(FoundationModel model)
    {
    }

    public void Unmerge(FoundationModel model)
    {
    }

    public void Export(LoadedModel loaded, string folder, ExportForm form) => ModelFolder.Write(loaded, folder);
}
