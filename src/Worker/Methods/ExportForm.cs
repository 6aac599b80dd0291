namespace FedK8s.Worker.Methods;

/// <summary>What an export folder holds.</summary>
internal enum ExportForm
{
    /// <summary>
    /// Only what the method trained: a PEFT adapter folder, adapter weights, or for full fine-tuning the model.
    /// </summary>
    Own,

    /// <summary>The whole model with the trained weights folded in, as a Hugging Face folder.</summary>
    Merged,
}
