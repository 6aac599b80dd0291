using FedK8s.Aggregator.Rounds;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Blocks;

namespace FedK8s.Aggregator.Tests.Rounds;

public sealed class ClientSpeedsTests
{
    private static readonly ClientId Client = new("a");

    private static readonly BlobReference Blob = new(new("manifest.json"), 1, new string('0', 64));

    private readonly ClientSpeeds _speeds = new();

    [Fact]
    public void What_a_client_took_is_set_against_what_was_predicted_once()
    {
        _speeds.Heard(Update(seconds: 3));

        Assert.Equal((3, 2), _speeds.Compare(Plan(predicted: 2), Client));
        Assert.Null(_speeds.Compare(Plan(predicted: 2), Client));
    }

    // Half of 1 and half of 3 / 2; then half of 1.25 and half of 1.25 x 1.
    [Fact]
    public void Predictions_are_corrected_by_halves()
    {
        _speeds.Heard(Update(seconds: 3));
        _speeds.Compare(Plan(predicted: 2), Client);
        Assert.Equal(1.25, _speeds.CorrectionOf(Client));

        _speeds.Heard(Update(seconds: 2.5));
        _speeds.Compare(Plan(predicted: 2.5), Client);
        Assert.Equal(1.25, _speeds.CorrectionOf(Client));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public void What_is_no_time_is_not_listened_to(double? seconds)
    {
        _speeds.Heard(Update(seconds));

        Assert.Null(_speeds.Compare(Plan(predicted: 2), Client));
        Assert.Equal(1, _speeds.CorrectionOf(Client));
    }

    [Fact]
    public void Without_a_prediction_there_is_nothing_to_compare()
    {
        _speeds.Heard(Update(seconds: 3));

        Assert.Null(_speeds.Compare(Plan(predicted: null), Client));
    }

    private static UpdateSubmitted Update(double? seconds) => new(new("run"), new(1), Client, 1, Blob, seconds);

    private static RoundPlan Plan(double? predicted) => new()
    {
        RunId = new("run"),
        Round = new(1),
        Attempt = 1,
        Checkpoint = Blob,
        Cohort = [Client],
        Assignments = [new() { ClientId = Client, Blocks = [BlockNames.Expanded(0)], PredictedSeconds = predicted }],
        Quorum = 1,
        OpenedAt = DateTimeOffset.UnixEpoch,
        Deadline = DateTimeOffset.UnixEpoch,
    };
}
