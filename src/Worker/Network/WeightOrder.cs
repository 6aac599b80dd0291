namespace FedK8s.Worker.Network;

/// <summary>How a checkpoint lays out the matrix of a linear layer.</summary>
internal enum WeightOrder
{
    /// <summary>(out, in): the rule.</summary>
    OutputFirst,

    /// <summary>(in, out): GPT-2's.</summary>
    InputFirst,
}
