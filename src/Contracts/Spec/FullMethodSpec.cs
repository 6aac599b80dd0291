namespace FedK8s.Contracts.Spec;

/// <summary>Full fine-tuning: every weight is trained and sent. It has no settings.</summary>
public sealed record FullMethodSpec;
