using FedK8s.Contracts.Spec;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Adapter;

/// <summary>Bottleneck adapters after every feed-forward block; all else but a task's head is frozen.</summary>
internal sealed class AdapterMethod(AdapterMethodSpec settings) : ITuningMethod
{
    public string Name => "adapter";

    public bool TrainsBaseModel => false;

    public string? MergeObstacle =>
        "a bottleneck adapter is not linear, so it cannot be folded into the model's weights; export the adapter alone";

    public void Attach(FoundationModel model, long seed)
    {
        Trainability.FreezeBody(model);
        foreach (var (name, block) in model.FeedForwards)
        {
            var overlay = new AdapterOverlay(model.HiddenSize, settings.Bottleneck, model.Placement);
            block.Overlay = overlay;
            overlay.Start(seed, name);
        }
    }

    public IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model) =>
    [
        .. model.FeedForwards
            .Where(found => found.Block.Overlay is AdapterOverlay)
            .SelectMany(found => Named(found.Name, (AdapterOverlay)found.Block.Overlay!)) // not null: filtered above
            .Concat(TaskHead.Weights(model))
            .OrderBy(named => named.Name, StringComparer.Ordinal),
    ];

    public void Merge(FoundationModel model) => throw new NotSupportedException(MergeObstacle);

    public void Unmerge(FoundationModel model) => throw new NotSupportedException(MergeObstacle);

    public void Export(LoadedModel loaded, string folder, ExportForm form)
    {
        if (form == ExportForm.Merged)
        {
            throw new NotSupportedException(MergeObstacle);
        }

        AdapterExport.Write(settings, Trainables(loaded.Model), BaseModelName.Of(loaded), folder);
    }

    private static IEnumerable<(string Name, Parameter Weight)> Named(string block, AdapterOverlay overlay) =>
    [
        ($"{block}.adapter.down.weight", overlay.down),
        ($"{block}.adapter.down.bias", overlay.down_bias),
        ($"{block}.adapter.up.weight", overlay.up),
        ($"{block}.adapter.up.bias", overlay.up_bias),
    ];
}
