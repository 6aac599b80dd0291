namespace FedK8s.Worker.Export;

/// <summary>What <c>fedk8s export</c> writes.</summary>
public enum ExportFormat
{
    /// <summary>What the method trained, alone: for LoRA a folder that PEFT loads beside the base model.</summary>
    Peft,

    /// <summary>The whole model with the trained weights folded in: a Hugging Face folder.</summary>
    Merged,
}
