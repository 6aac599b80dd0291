using System.Diagnostics.Metrics;
using FedK8s.Aggregator.Intake;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Aggregator.Tests.Intake;

public sealed class UpdateMetricsTests
{
    [Fact]
    public void Updates_are_counted_by_verdict_and_reason()
    {
        using var metrics = new UpdateMetrics();
        using var listener = new MeterListener();
        var counted = new List<string>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == metrics.Meter)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            counted.Add($"{count} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();

        metrics.Count(UpdateVerdict.Accepted);
        metrics.Count(UpdateVerdict.Rejected, RejectionReason.NonFiniteValues);
        metrics.Count(UpdateVerdict.Late);

        Assert.Equal(["1 Accepted", "1 Rejected NonFiniteValues", "1 Late"], counted);
    }
}
