using System.Text.RegularExpressions;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.Lora;

/// <summary>
/// LoRA: low-rank weights beside frozen projections, and a task's head trained whole. Names and files are PEFT's.
/// </summary>
internal sealed class LoraMethod : IRankedMethod
{
    private readonly LoraSettings _settings;
    private readonly LoraImport? _start;
    private readonly bool _freezesA;
    private readonly bool _keepsSum;

    /// <summary>A method that starts from the base model's function.</summary>
    public LoraMethod(LoraSettings settings, bool freezesA = false, bool keepsSum = false) =>
        (_settings, _freezesA, _keepsSum) = (settings, freezesA, keepsSum);

    /// <summary>A method that starts from an adapter's.</summary>
    public LoraMethod(LoraImport start, bool freezesA = false)
        : this(start.Settings, freezesA) => _start = start;

    /// <summary>The method that a valid spec describes.</summary>
    /// <exception cref="RunFailedException">The adapter to start from is unfit, see <see cref="LoraImport.Open"/>.</exception>
    public static LoraMethod From(LoraMethodSpec spec, AggregationStrategy strategy = AggregationStrategy.FedAvg)
    {
        if (spec.StartFrom is null)
        {
            return new(LoraSettings.Of(spec), spec.FreezeA, strategy == AggregationStrategy.Flora);
        }

        var start = LoraImport.Open(LocalPath.Of(spec.StartFrom.StorageUri));
        start.RequireAgreement(spec);
        return new(start, spec.FreezeA);
    }

    public string Name => "lora";

    public bool TrainsBaseModel => false;

    public string? MergeObstacle => null;

    public string? OwnFormObstacle => _keepsSum
        ? "what FLoRA has summed up has no low rank, so no adapter holds it; write a whole model (--format model)"
        : null;

    public void Attach(FoundationModel model, long seed)
    {
        Trainability.FreezeBody(model);
        foreach (var (name, projection) in Targets(model))
        {
            var overlay = new LoraOverlay(projection, _settings.Rank, _settings.Scale, model.Placement, _keepsSum);
            projection.Overlay = overlay;
            overlay.Start(seed, name);
            overlay.lora_A.requires_grad = !_freezesA;
        }

        _start?.Load(Trainables(model));
    }

    public IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model) =>
    [
        .. Overlays(model)
            .SelectMany(found => found.Overlay.Tensors.Select(named => (Name: $"base_model.model.{found.Name}{named.Name}", named.Weight)))
            .Concat(TaskHead.Weights(model).Select(named => (Name: $"base_model.model.{named.Name}", named.Weight)))
            .OrderBy(named => named.Name, StringComparer.Ordinal),
    ];

    public bool IsFrozen(string name) => LoraFactors.IsSum(name) || (_freezesA && LoraFactors.IsA(name));

    public void SetRank(FoundationModel model, int? rank)
    {
        var wanted = rank ?? _settings.Rank;
        foreach (var (_, projection) in model.Projections)
        {
            if (projection.Overlay is LoraOverlay overlay && overlay.Rank != wanted)
            {
                var other = overlay.WithRank(wanted);
                projection.RemoveOverlay();
                projection.Overlay = other;
            }
        }
    }

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
            LoraExport.Write(_settings, Trainables(loaded.Model), loaded, folder);
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

    private (string Name, Projection Module)[] Targets(FoundationModel model)
    {
        var projections = model.Projections.Where(found => !TaskHead.Contains(model, found.Name)).ToArray();
        var strangers = _start is null
            ? _settings.Targets.List.Where(target => !projections.Any(found => ModuleNames.Of([target]).Contains(found.Name))).ToArray()
            : [];
        try
        {
            (string Name, Projection Module)[] targets = [.. projections.Where(found => _settings.IsTarget(found.Name))];
            return strangers.Length == 0 && targets.Length > 0 ? targets : throw NoTarget(projections, strangers);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new RunFailedException(ExitCodes.UnsupportedModel,
                $"{_start?.Folder}: the expression {exception.Pattern} takes too long on {exception.Input}; "
                + "write target_modules as a list of names.", exception);
        }
    }

    // As in PEFT, an adapter's target that the model lacks does no harm as long as there is one that it has.
    private RunFailedException NoTarget(IReadOnlyList<(string Name, Projection Module)> projections, string[] strangers)
    {
        var known = string.Join(", ", projections
            .Select(found => found.Name[(found.Name.LastIndexOf('.') + 1)..])
            .Distinct()
            .Order(StringComparer.Ordinal));
        return _start is null
            ? new RunFailedException(ExitCodes.InvalidManifest,
                $"spec.method.lora.targetModules: the model has no {string.Join(", ", strangers)}; it has {known}; name one of these.")
            : new RunFailedException(ExitCodes.CheckpointMismatch,
                $"{_start.Folder}: the model has no module that target_modules means ({_settings.Targets}); it has {known}; "
                + "use the adapter with the base model that it was trained on.");
    }
}
