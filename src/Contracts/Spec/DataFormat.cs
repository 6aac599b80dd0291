namespace FedK8s.Contracts.Spec;

/// <summary>How a data file is written.</summary>
public enum DataFormat
{
    /// <summary>By the file's extension: <c>.jsonl</c>, <c>.csv</c> or <c>.txt</c>.</summary>
    Auto,

    /// <summary>A JSON object a line with <c>text</c>, or with <c>prompt</c> and <c>completion</c>.</summary>
    Jsonl,

    /// <summary>RFC 4180 with a header row that names <c>text</c>, or <c>prompt</c> and <c>completion</c>.</summary>
    Csv,

    /// <summary>UTF-8 text, cut into examples of the sequence length.</summary>
    Text,

    /// <summary>A JSON list of other clients' data, of which the train or test splits are meant: a <see cref="SplitList"/>.</summary>
    Splits,
}
