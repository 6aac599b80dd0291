using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp;
using TorchSharp.Modules;

namespace FedK8s.Worker.Training;

/// <summary>A base model with a tuning method's weights in it. Owns the model; used by one thread at a time.</summary>
internal sealed class TunedModel : IDisposable
{
    private readonly BaseFunction? _base;
    private WeightCopies? _start;

    private TunedModel(LoadedModel loaded, ITuningMethod method, BaseFunction? baseFunction, bool hasStart)
    {
        Loaded = loaded;
        Method = method;
        _base = baseFunction;
        Trainables = Trained = method.Trainables(loaded.Model); // Assign says what is trained
        _start = hasStart ? new(Trainables.Select(trainable => trainable.Weight)) : null;
    }

    /// <summary>The model with its configuration and folder.</summary>
    public LoadedModel Loaded { get; }

    /// <summary>What was attached.</summary>
    public ITuningMethod Method { get; }

    /// <summary>The network.</summary>
    public FoundationModel Model => Loaded.Model;

    /// <summary>The weights that a checkpoint holds, in ordinal order of their names; float32.</summary>
    public IReadOnlyList<(string Name, Parameter Weight)> Trainables { get; private set; }

    /// <summary>Those of <see cref="Trainables"/> that training changes: all that the method trains, unless <see cref="Assign"/> says which.</summary>
    public IReadOnlyList<(string Name, Parameter Weight)> Trained { get; private set; }

    /// <summary>What the base model answers; only where the spec has a retention guard.</summary>
    public BaseFunction Base =>
        _base ?? throw new InvalidOperationException("A run without a retention guard does not ask the base model.");

    /// <summary>The trained weights with the values that the run starts from; only where the spec has an L2-SP term.</summary>
    public WeightCopies Start => _start ?? throw new InvalidOperationException("A run without localTraining.l2Sp keeps no start.");

    /// <summary>Loads a base model and gives it the method's start values.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="spec">Method, seed, and whether there is a retention guard or an L2-SP term.</param>
    /// <param name="device">Where it goes.</param>
    /// <param name="computeType">Of matrix products. Weights that stay frozen are stored in it too.</param>
    /// <exception cref="RunFailedException">
    /// The folder, its model or the method's settings are unfit.
    /// </exception>
    public static TunedModel Create(
        string folder, FederatedRunSpec spec, torch.Device device, torch.ScalarType computeType)
    {
        var method = MethodCatalog.From(spec.Method, spec.Aggregation.Strategy);
        var storageType = method.TrainsBaseModel ? torch.float32 : computeType;
        var task = new ModelTask(spec.Task.Kind, spec.Task.Labels, spec.LocalTraining.Seed);
        var loaded = ModelFolder.Load(folder, device, computeType, storageType, task);
        BaseFunction? baseFunction = null;
        try
        {
            if (spec.RetentionGuard is not null)
            {
                RequireBaseHead(loaded);
                baseFunction = new(loaded.Model, method.TrainsBaseModel ? LoadFrozen : null);
            }

            method.Attach(loaded.Model, spec.LocalTraining.Seed);
            var tuned = new TunedModel(loaded, method, baseFunction, hasStart: spec.LocalTraining.L2Sp > 0);
            tuned.Assign(blocks: null);
            return tuned;
        }
        catch
        {
            baseFunction?.Dispose();
            loaded.Dispose();
            throw;
        }

        LoadedModel LoadFrozen() => ModelFolder.Load(folder, device, computeType, computeType, task);
    }

    /// <summary>Replaces every trainable weight by the ones of a checkpoint, all of which are then trained.</summary>
    /// <param name="checkpoint">On this machine.</param>
    /// <param name="rank">The part of the weights to keep, for a method that has ranks; null for all.</param>
    /// <exception cref="RunFailedException">
    /// Names, shapes or places differ (FK3003), or a file is broken (FK9005).
    /// </exception>
    public void Load(FetchedCheckpoint checkpoint, int? rank = null)
    {
        SetRank(null);
        Place(checkpoint.Manifest.Expansion?.Positions);
        Load(checkpoint.Files);
        SetRank(rank);
    }

    private void SetRank(int? rank)
    {
        if (Method is IRankedMethod ranked)
        {
            ranked.SetRank(Model, rank);
            Trainables = Method.Trainables(Model);
            Assign(blocks: null);
        }
    }

    /// <summary>Moves the method's weights, which are all trained then, to these places.</summary>
    /// <param name="positions">The base blocks that something follows; null to leave them where they are.</param>
    /// <exception cref="Core.Errors.RunFailedException">The model has no such block (FK3003).</exception>
    public void Place(IReadOnlyList<int>? positions)
    {
        if (positions is not null && Method is IPlacedMethod placed)
        {
            var moves = !placed.Positions(Model).SequenceEqual(positions);
            placed.Place(Model, positions);
            Trainables = Method.Trainables(Model);
            if (moves && _start is { } start)
            {
                start.Dispose();
                _start = new(Trainables.Select(trainable => trainable.Weight));
            }
        }

        Assign(blocks: null);
    }

    /// <summary>
    /// Chooses what is trained: no other weight has a gradient or a place in the optimiser, and the backward pass ends at the lowest of
    /// these blocks. A task's head is always trained.
    /// </summary>
    /// <param name="blocks">Each one that <see cref="Trainables"/> has weights of; null for all.</param>
    public void Assign(IReadOnlyList<BlockId>? blocks)
    {
        var chosen = blocks?.Append(BlockNames.Head).ToHashSet();
        Keep(Trainables
            .Where(named => !Method.IsFrozen(named.Name)
                && (chosen is null || (BlockNames.Find(named.Name) is { } block && chosen.Contains(block))))
            .Select(named => named.Weight)
            .ToHashSet());
    }

    /// <summary>Trains exactly these weights out of <see cref="Trainables"/>.</summary>
    public void Keep(HashSet<Parameter> trained)
    {
        Trained = [.. Trainables.Where(named => trained.Contains(named.Weight))];
        foreach (var (_, weight) in Trainables)
        {
            weight.requires_grad = trained.Contains(weight);
        }

        Model.Blocks.UntrainedDepth = UntrainedDepth(trained);
    }

    // The base block that the lowest trained one follows is the last that needs no gradient.
    private int UntrainedDepth(HashSet<Parameter> trained) => Method.TrainsBaseModel || Model.Blocks.Inserted.Count == 0
        ? 0
        : Model.Blocks.Inserted
            .Where(block => block.Weights.Any(named => trained.Contains(named.Weight)))
            .Select(block => block.After + 1)
            .FirstOrDefault(Model.Blocks.Count);

    private void Load(IReadOnlyList<(TensorFile File, string LocalPath)> files)
    {
        var places = files.SelectMany((file, index) => file.File.Tensors.Select(tensor => (tensor.Name, Index: index)))
            .ToLookup(place => place.Name, place => place.Index);
        for (var index = 0; index < files.Count; index++)
        {
            // A weight that no file lists is looked for in the first, whose error then names it.
            var weights = Trainables.Where(weight => places[weight.Name].FirstOrDefault(0) == index).ToArray();
            using var source = SafetensorsFile.Open(files[index].LocalPath);
            TensorState.Load(source, weights);
        }
    }

    public void Dispose()
    {
        _start?.Dispose();
        _base?.Dispose();
        Loaded.Dispose();
    }

    private static void RequireBaseHead(LoadedModel loaded)
    {
        if (loaded.Model.NewModules.Count > 0)
        {
            throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"spec.retentionGuard: found a new head ({string.Join(", ", loaded.Model.NewModules)}) on the model in {loaded.Folder}, "
                + "which has no answers yet that a guard could hold on to; wanted a base model that has been trained to give the "
                + "task's labels: remove retentionGuard, or choose such a model.");
        }
    }
}
