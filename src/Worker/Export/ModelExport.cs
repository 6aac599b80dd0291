using FedK8s.Contracts.Manifests;
using FedK8s.Core.Checkpoints;
using FedK8s.Core.Errors;
using FedK8s.Worker.Methods;
using FedK8s.Worker.Participation;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Export;

/// <summary>Turns a run's last committed checkpoint into a folder that other programs read.</summary>
public static class ModelExport
{
    /// <summary>Writes the folder on the CPU; it appears whole or not at all.</summary>
    /// <param name="store">The run's store.</param>
    /// <param name="outputFolder">Must not exist, or be empty.</param>
    /// <param name="format">What to write.</param>
    /// <param name="cancellationToken">Stops the reading of the checkpoint.</param>
    /// <exception cref="RunFailedException">
    /// The store holds no committed checkpoint (FK9002), the method cannot be exported so (FK9001), the folder is taken
    /// or cannot be written (FK9003), or the checkpoint does not fit the model (FK3003).
    /// </exception>
    /// <exception cref="InvalidDataException">The checkpoint's files are not what its manifest says.</exception>
    public static async Task ExportAsync(
        RunStore store, string outputFolder, ExportFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        OutputFolder.RequireFree(outputFolder);
        var state = await store.FindStateAsync(cancellationToken) ?? throw NothingCommitted(store);
        var document = await store.FindAsync<RunDocument>(RunPaths.Run, cancellationToken)
            ?? throw NothingCommitted(store);
        var checkpoint = await CheckpointFiles.FetchAsync(store, state.Value.Checkpoint, cancellationToken);

        var spec = document.Value.Run.Spec;
        var folder = Data.LocalPath.Of(spec.Model.StorageUri);
        using var model = TunedModel.Create(folder, spec, torch.CPU, torch.float32);
        model.Load(checkpoint);
        Write(model, outputFolder, format);
    }

    private static void Write(TunedModel model, string outputFolder, ExportFormat format)
    {
        if (format == ExportFormat.Merged && model.Method.MergeObstacle is { } obstacle)
        {
            throw new RunFailedException(
                ExitCodes.InvalidManifest, $"{outputFolder}: no merged model can be written: {obstacle}");
        }

        if (format != ExportFormat.Merged && model.Method.OwnFormObstacle is { } other)
        {
            throw new RunFailedException(ExitCodes.InvalidManifest, $"{outputFolder}: no adapter can be written: {other}");
        }

        var form = format == ExportFormat.Merged ? ExportForm.Merged : ExportForm.Own;
        OutputFolder.Write(outputFolder, folder => model.Method.Export(model.Loaded, folder, form));
    }

    private static RunFailedException NothingCommitted(RunStore store) => new(
        ExitCodes.FileNotFound,
        $"{store.Location} holds no committed checkpoint; wanted the folder of a run: start the run first.");
}
