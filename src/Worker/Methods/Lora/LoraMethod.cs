using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>
/// LoRA: low-rank weights beside frozen projections, and a task's head trained whole. Names and export are PEFT's.
/// </summary>
internal sealed class LoraMethod(LoraMethodSpec settings) : ITuningMethod
{
    public string Name => "lora";

    public bool TrainsBaseModel => false;

    public string? MergeObstacle => null;

    public void Attach(FoundationModel model, long seed)
    {
        Trainability.FreezeBody(model);
        foreach (var (name, projection) in Targets(model))
        {
            var overlay = new LoraOverlay(projection, settings.Rank, settings.Alpha / settings.Rank, model.Placement);
            projection.Overlay = overlay;
            overlay.Start(seed, name);
        }
    }

    public IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model) =>
    [
        .. Overlays(model)
            .SelectMany(found => new[]
            {
                (Name: $"base_model.model.{found.Name}.lora_A.weight", Weight: found.Overlay.lora_A),
                (Name: $"base_model.model.{found.Name}.lora_B.weight", Weight: found.Overlay.lora_B),
            })
            .Concat(TaskHead.Weights(model).Select(named => (Name: $"base_model.model.{named.Name}", named.Weight)))
            .OrderBy(named => named.Name, StringComparer.Ordinal),
    ];

    public void Merge(FoundationModel model)
    {
        foreach (var (_, overlay) in Overlays(model))
        {
            overlay.Merge();
        }
    }

    public void Unmerge(FoundationModel model)
    {
        foreach (var (_, overlay) in Overlays(model))
        {
            overlay.Unmerge();
        }
    }

    public void Export(LoadedModel loaded, string folder, ExportForm form)
    {
        if (form == ExportForm.Own)
        {
            LoraExport.Write(settings, Trainables(loaded.Model), loaded.Folder, folder);
            return;
        }

        Merge(loaded.Model);
        try
        {
            ModelFolder.Write(loaded, folder);
        }
        finally
        {
            Unmerge(loaded.Model);
        }
    }

    private static IEnumerable<(string Name, LoraOverlay Overlay)> Overlays(FoundationModel model)
    {
        foreach (var (name, projection) in model.Projections)
        {
            if (projection.Overlay is LoraOverlay overlay)
            {
                yield return (name, overlay);
            }
        }
    }

    // A target is the end of a projection's name, in whole segments, as in PEFT.
    private IReadOnlyList<(string Name, Projection Module)> Targets(FoundationModel model)
    {
        var projections = model.Projections.Where(found => !TaskHead.Contains(model, found.Name)).ToArray();
        var strangers = settings.TargetModules
            .Where(target => !projections.Any(found => IsTarget(found.Name, target)))
            .ToArray();
        if (strangers.Length > 0)
        {
            var known = projections
                .Select(found => found.Name[(found.Name.LastIndexOf('.') + 1)..])
                .Distinct()
                .Order(StringComparer.Ordinal);
            throw new RunFailedException(ExitCodes.InvalidManifest,
                $"spec.method.lora.targetModules: the model has no {string.Join(", ", strangers)}; " +
                $"it has {string.Join(", ", known)}; name one of these.");
        }

        return [.. projections.Where(found => settings.TargetModules.Any(target => IsTarget(found.Name, target)))];
    }

    private static bool IsTarget(string name, string target) =>
        name == target || name.EndsWith($".{target}", StringComparison.Ordinal);
}
