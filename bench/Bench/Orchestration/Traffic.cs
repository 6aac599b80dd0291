using System.Diagnostics;

namespace FedK8s.Bench.Orchestration;

/// <summary>
/// Counts the messages and the requests to the blob service of this process, as its libraries tell of them, with the time that
/// each kind takes. Whatever a store or a bus does on its own, such as trying again, is counted too.
/// </summary>
internal sealed class Traffic : IDisposable
{
    public const string Sent = "sent";
    public const string Received = "received";

    /// <summary>Kinds of requests to the blob service.</summary>
    public static readonly string[] StoreKinds = ["read", "list", "look", "write", "delete", "lease"];

    private const string Requests = "System.Net.Http";
    private const string Messages = "MassTransit";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Count, double Seconds)> _totals = [];
    private readonly List<Dictionary<string, (long Count, double Seconds)>> _rounds = [];
    private readonly ActivityListener _listener;

    public Traffic()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is Requests or Messages,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Count(
                activity.Source.Name == Requests ? KindOfRequest(activity) : KindOfMessage(activity), activity.Duration),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A round begins: what is counted from now on is the next round's.</summary>
    public void BeginRound()
    {
        lock (_lock)
        {
            _rounds.Add(new(_totals));
        }
    }

    /// <summary>What one round took on average, and a request or message of a kind: <c>read count</c>, <c>read seconds</c>.</summary>
    /// <param name="warmUps">Rounds at the start that do not count; the last one, which may not be over, never does.</param>
    public Dictionary<string, double> Means(int warmUps)
    {
        lock (_lock)
        {
            var (first, last) = (_rounds[warmUps], _rounds[^1]);
            var figures = new Dictionary<string, double>();
            foreach (var (kind, (count, seconds)) in last)
            {
                var before = first.GetValueOrDefault(kind);
                figures[CountOf(kind)] = (double)(count - before.Count) / (_rounds.Count - 1 - warmUps);
                figures[SecondsOf(kind)] = (seconds - before.Seconds) / Math.Max(1, count - before.Count);
            }

            return figures;
        }
    }

    public static string CountOf(string kind) => $"{kind} count";

    public static string SecondsOf(string kind) => $"{kind} seconds";

    public void Dispose() => _listener.Dispose();

    private void Count(string? kind, TimeSpan duration)
    {
        if (kind is null)
        {
            return;
        }

        lock (_lock)
        {
            var (count, seconds) = _totals.GetValueOrDefault(kind);
            _totals[kind] = (count + 1, seconds + duration.TotalSeconds);
        }
    }

    // Azurite's addresses are /ACCOUNT/CONTAINER/BLOB; a lease is of a blob below leases/.
    private static string KindOfRequest(Activity request)
    {
        var path = new Uri((string)request.GetTagItem("url.full")!).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (string?)request.GetTagItem("http.request.method") switch
        {
            _ when path.Contains("leases") => "lease",
            "GET" => path.Length <= 2 ? "list" : "read",
            "HEAD" => "look",
            "DELETE" => "delete",
            _ => "write",
        };
    }

    private static string? KindOfMessage(Activity message) => (string?)message.GetTagItem("messaging.operation") switch
    {
        "send" => Sent,
        "receive" => Received,
        _ => null, // what consumers do with it
    };
}
