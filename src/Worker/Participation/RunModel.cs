using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;
using FedK8s.Worker.Hardware;
using FedK8s.Worker.Training;
using TorchSharp;

namespace FedK8s.Worker.Participation;

/// <summary>The run's model on this machine: folder, device, number format, tokenizer.</summary>
internal sealed record RunModel
{
    private RunModel(FederatedRunSpec spec, DeviceKind device)
    {
        Spec = spec;
        Device = DeviceSelection.Select(device);
        ComputeType = DeviceSelection.ComputeType(spec.LocalTraining.Precision, Device.type);
        Folder = LocalPath.Of(spec.Model.StorageUri);
        Tokenizer = TokenizerFolder.Load(Folder);
    }

    /// <summary>The run's spec.</summary>
    public FederatedRunSpec Spec { get; }

    /// <summary>Where this process trains.</summary>
    public torch.Device Device { get; }

    /// <summary>Of matrix products.</summary>
    public torch.ScalarType ComputeType { get; }

    /// <summary>The base model's folder.</summary>
    public string Folder { get; }

    /// <summary>The base model's tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>
    /// Chooses the device and reads the tokenizer; the model itself is loaded by <see cref="CreateModel"/>.
    /// </summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="device">Instead of the manifest's; null for that one.</param>
    /// <exception cref="RunFailedException">The device or the tokenizer is not to be had.</exception>
    public static RunModel Open(FederatedRunSpec spec, DeviceKind? device = null)
    {
        var model = new RunModel(spec, device ?? spec.LocalTraining.Device);
        ComputeThreads.Fix();
        return model;
    }

    /// <summary>A new copy of the base model with the method's start values; the caller disposes it.</summary>
    /// <exception cref="RunFailedException">The folder, its model or the method's settings are unfit.</exception>
    public TunedModel CreateModel() => TunedModel.Create(Folder, Spec, Device, ComputeType);

    /// <summary>
    /// How the run's data is read; an example is cut to the spec's limit or, where it has none, the model's.
    /// </summary>
    /// <exception cref="RunFailedException">Model, tokenizer and spec do not go together.</exception>
    public ReadingRules ReadingRules(TunedModel tuned)
    {
        var labels = tuned.Model.Labels;
        return new(Tokenizer, MaxSequenceLength(tuned), labels.Count == 0 ? null : new LabelSet(labels));
    }

    private int MaxSequenceLength(TunedModel tuned)
    {
        if (Tokenizer.VocabularySize > tuned.Model.VocabularySize)
        {
            throw new RunFailedException(
                ExitCodes.UnsupportedModel,
                $"{Folder}: the tokenizer has {Tokenizer.VocabularySize} tokens, the model only "
                + $"{tuned.Model.VocabularySize}; "
                + "wanted a model with a row for each: use the tokenizer that the model was trained with.");
        }

        var asked = Spec.Task.MaxSequenceLength;
        return asked <= tuned.Model.MaximumLength
            ? asked == 0 ? tuned.Model.MaximumLength : asked
            : throw new RunFailedException(
                ExitCodes.InvalidManifest,
                $"spec.task.maxSequenceLength is {asked}, but the model in {Folder} takes at most "
                + $"{tuned.Model.MaximumLength}: lower it.");
    }
}
