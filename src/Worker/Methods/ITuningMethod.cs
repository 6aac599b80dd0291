using FedK8s.Worker.Network;
using FedK8s.Worker.Network.Files;
using TorchSharp.Modules;

namespace FedK8s.Worker.Methods;

/// <summary>
/// One way to fine-tune a model: what is trained, under which names it travels, and what comes out at the end. An
/// instance holds settings only, so one serves any number of models.
/// </summary>
internal interface ITuningMethod
{
    /// <summary>The method's field name in the spec: <c>full</c>, <c>lora</c>, <c>adapter</c>, <c>blockExpansion</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether the base model's own weights are trained, and so must be stored in float32. Where they are not,
    /// <see cref="FoundationModel.Bypass"/> gives the base model's function back: all that the method adds is a
    /// <see cref="IMethodPart"/>, and only a task's head changes beside it.
    /// </summary>
    bool TrainsBaseModel { get; }

    /// <summary>
    /// Why <see cref="Merge"/> and a merged export are impossible, as a sentence for the user; null when they are not.
    /// </summary>
    string? MergeObstacle { get; }

    /// <summary>Why an export in the method's own form is impossible, as a sentence for the user; null when it is not.</summary>
    string? OwnFormObstacle => null;

    /// <summary>
    /// Inserts the trainable weights and freezes all others. The start values depend on the seed and each weight's name
    /// only, and leave the model's function as it was, unless the spec names weights to start from.
    /// </summary>
    /// <param name="model">A model without a method's weights.</param>
    /// <param name="seed"><c>spec.localTraining.seed</c>.</param>
    /// <exception cref="Core.Errors.RunFailedException">
    /// FK9001: a setting names a module that the model does not have.
    /// </exception>
    void Attach(FoundationModel model, long seed);

    /// <summary>
    /// The trained weights with the names they have in checkpoints and updates, in ordinal order of the names.
    /// </summary>
    IReadOnlyList<(string Name, Parameter Weight)> Trainables(FoundationModel model);

    /// <summary>Whether one of <see cref="Trainables"/> keeps its start value: checkpoints hold it, and no client trains or sends it.</summary>
    bool IsFrozen(string name) => false;

    /// <summary>
    /// Folds the trained weights into the base model's, which must be stored in float32; the function stays the same.
    /// </summary>
    /// <exception cref="NotSupportedException"><see cref="MergeObstacle"/> says why.</exception>
    void Merge(FoundationModel model);

    /// <summary>Takes back <see cref="Merge"/>; the base weights return to within rounding (1e-6 relative).</summary>
    /// <exception cref="NotSupportedException"><see cref="MergeObstacle"/> says why.</exception>
    void Unmerge(FoundationModel model);

    /// <summary>Writes what was trained as a folder other programs read.</summary>
    /// <param name="loaded">The model with the trained weights in place; unchanged afterwards.</param>
    /// <param name="folder">Created where missing; files of the same names are replaced.</param>
    /// <param name="form">The method's own form, unless <see cref="OwnFormObstacle"/> says why not, or a full model folder.</param>
    /// <exception cref="NotSupportedException"><see cref="MergeObstacle"/> says why.</exception>
    void Export(LoadedModel loaded, string folder, ExportForm form);
}
