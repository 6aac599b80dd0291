namespace FedK8s.RetentionBench.Claims;

/// <summary>A claim and what the figures say of it.</summary>
/// <param name="Id">B1 to B9, or of our own.</param>
/// <param name="Text">What is claimed.</param>
/// <param name="Verdict">What the figures say.</param>
/// <param name="Detail">The figures.</param>
internal sealed record Claim(string Id, string Text, Verdict Verdict, string Detail)
{
    /// <summary>The verdict in words.</summary>
    public string VerdictWords => Verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.OutsideBand => "outside the paper's band",
        _ => "not run",
    };
}
