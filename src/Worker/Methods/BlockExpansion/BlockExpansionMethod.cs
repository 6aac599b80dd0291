using System.Globalization;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Errors;
using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods.BlockExpansion;

/// <summary>
/// FedBE (block expansion, arXiv:2506.05977): new transformer blocks that start as identities, in a model that stays frozen but for a
/// task's head. How blocks start, and where they go, is our choice: the paper's text was not to be had.
/// </summary>
internal sealed class BlockExpansionMethod(BlockExpansionMethodSpec settings) : IPlacedMethod
{
    public string Name => "blockExpansion";

    public bool TrainsBaseModel => false;

    public string? MergeObstacle => settings.Gate == BlockGate.None
        ? null
        : "a gate has no place in a Hugging Face architecture; export the blocks alone";

    public void Attach(FoundationModel model, long seed)
    {
        // Positions by importance are not known yet: until a checkpoint says where they are, the blocks are spread evenly.
        var blocks = settings.Blocks.Positions == BlockPositions.Importance
            ? settings.Blocks with { Positions = BlockPositions.Uniform }
            : settings.Blocks;
        Insert(model, BlockPlacement.Place(blocks, model.Blocks.Count, seed));
    }

    public IReadOnlyList<int> Positions(FoundationModel model) => [.. model.Blocks.Inserted.Select(block => block.After)];

    public void Place(FoundationModel model, IReadOnlyList<int> positions)
    {
        if (Positions(model).SequenceEqual(positions))
        {
            return;
        }

        if (positions.Any(position => position < 0 || position >= model.Blocks.Count) || positions.Distinct().Count() < positions.Count)
        {
            throw new RunFailedException(
                ExitCodes.CheckpointMismatch,
                $"The checkpoint has blocks after base blocks {string.Join(", ", positions)}, and the model has {model.Blocks.Count} blocks, "
                + "counted from 0; use the base model that the run was started with.");
        }

        model.Blocks.RemoveInserted();
        Insert(model, positions);
    }

    public IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model) =>
    [
        .. model.Blocks.Inserted
            .SelectMany((block, number) => block.Weights.Select(weight => (Name: NameOf(number, weight.Name), weight.Weight)))
            .Concat(TaskHead.Weights(model))
            .OrderBy(named => named.Name, StringComparer.Ordinal),
    ];

    // The base model stays as it is in the folder: there is nothing to fold a block into.
    public void Merge(FoundationModel model) => throw new NotSupportedException("Blocks are added to a model, not to its weights.");

    public void Unmerge(FoundationModel model) => throw new NotSupportedException("Blocks are added to a model, not to its weights.");

    public void Export(LoadedModel loaded, string folder, ExportForm form)
    {
        if (form == ExportForm.Own)
        {
            BlockExport.Write(settings, Positions(loaded.Model), Trainables(loaded.Model), loaded, folder);
        }
        else if (MergeObstacle is { } obstacle)
        {
            throw new NotSupportedException(obstacle);
        }
        else
        {
            DeeperModel.Write(loaded, folder);
        }
    }

    private void Insert(FoundationModel model, IReadOnlyList<int> positions)
    {
        Trainability.FreezeBody(model);
        foreach (var position in positions.Order())
        {
            model.Blocks.Insert(position, settings.Gate);
        }

        foreach (var (_, weight) in model.Blocks.Inserted.SelectMany(block => block.Weights))
        {
            weight.requires_grad = true;
        }
    }

    private static string NameOf(int number, string weight) =>
        string.Create(CultureInfo.InvariantCulture, $"{BlockNames.ExpandedList}.{number}.{weight}");
}
