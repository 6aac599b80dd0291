namespace FedK8s.Chaos.Blobs;

/// <summary>A disturbance of the requests of one process at one step.</summary>
/// <param name="isAt">Whether a request is at that step.</param>
/// <param name="first">Which of the requests at that step is the first to be disturbed, from 1.</param>
/// <param name="count">How many are.</param>
/// <param name="disturbance">What is done with them.</param>
internal sealed class BlobRule(Func<BlobRequest, bool> isAt, int first, int count, Disturbance disturbance)
{
    private int _seen;

    public Disturbance Disturbance => disturbance;

    /// <summary>Whether a request has been disturbed.</summary>
    public bool HasFired => Volatile.Read(ref _seen) >= first;

    /// <summary>Counts a request, and says whether it is to be disturbed.</summary>
    public bool Takes(BlobRequest request)
    {
        if (!isAt(request))
        {
            return false;
        }

        var place = Interlocked.Increment(ref _seen);
        return place >= first && place < first + count;
    }
}
