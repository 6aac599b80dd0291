namespace FedK8s.Worker.Network.Gpt2;

/// <summary>What bends the feed-forward block.</summary>
internal enum Gpt2Activation
{
    /// <summary>GELU by a hyperbolic tangent (arXiv:1606.08415, section 2), what OpenAI trained with.</summary>
    TanhGelu,

    /// <summary>x Phi(x), Phi the normal distribution function (arXiv:1606.08415, eq. 1).</summary>
    Gelu,

    /// <summary>The larger of x and 0.</summary>
    Relu,
}
