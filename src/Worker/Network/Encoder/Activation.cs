namespace FedK8s.Worker.Network.Encoder;

/// <summary>What bends the feed-forward block.</summary>
internal enum Activation
{
    /// <summary>x Phi(x), Phi the normal distribution function (arXiv:1606.08415, eq. 1).</summary>
    Gelu,

    /// <summary>The larger of x and 0.</summary>
    Relu,
}
