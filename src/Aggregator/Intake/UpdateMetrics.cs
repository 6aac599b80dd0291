using System.Diagnostics.Metrics;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Intake;

/// <summary>Counts what intake decides, on the meter <c>FedK8s.Aggregator</c>.</summary>
internal sealed class UpdateMetrics : IDisposable
{
    private readonly Counter<long> _updates;

    public UpdateMetrics() => _updates = Meter.CreateCounter<long>(
        "fedk8s.updates", "{update}", "Updates judged, by verdict (accepted, late, rejected) and reason.");

    public Meter Meter { get; } = new("FedK8s.Aggregator");

    public void Count(UpdateVerdict verdict, RejectionReason? reason = null)
    {
        KeyValuePair<string, object?> verdictTag = new("verdict", verdict.ToString());
        if (reason is { } value)
        {
            _updates.Add(1, verdictTag, new("reason", value.ToString()));
        }
        else
        {
            _updates.Add(1, verdictTag);
        }
    }

    public void Dispose() => Meter.Dispose();
}
