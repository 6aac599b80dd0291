namespace FedK8s.Worker.Conversion;

/// <summary>The forms of checkpoints that <c>fedk8s convert</c> reads.</summary>
public enum CheckpointFormat
{
    /// <summary>What llama2.c reads: a header of seven numbers and then float32 weights ("legacy", version 0).</summary>
    Llama2c,

    /// <summary>minGPT's weights as JSON: <c>config</c>, and tensors in base64.</summary>
    MinGpt,
}
