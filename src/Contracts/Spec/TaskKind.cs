namespace FedK8s.Contracts.Spec;

/// <summary>What the model learns to do.</summary>
public enum TaskKind
{
    /// <summary>Predict the next token; of prompt and completion examples, only the completion counts.</summary>
    CausalLM,

    /// <summary>Assign one label to a text.</summary>
    SequenceClassification,

    /// <summary>Answer a question about an image.</summary>
    VisualQuestionAnswering,
}
