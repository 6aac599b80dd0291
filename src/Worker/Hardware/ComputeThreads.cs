using TorchSharp;

namespace FedK8s.Worker.Hardware;

/// <summary>How many threads one model's arithmetic uses on the CPU.</summary>
internal static class ComputeThreads
{
    /// <summary>
    /// One. The order in which a sum is split among threads decides its last bits, so a number that followed the
    /// machine's load or the lanes in use would give other checkpoints; and threads of several models wait for each
    /// other at barriers. Lanes use the other cores.
    /// </summary>
    public static void Fix() => torch.set_num_threads(1);
}
