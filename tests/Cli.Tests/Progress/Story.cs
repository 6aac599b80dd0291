using FedK8s.Cli.Progress;
using FedK8s.Contracts.Events;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Cli.Tests.Progress;

/// <summary>A run of two rounds and two clients, told event by event on a clock that the test turns.</summary>
internal sealed class Story
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Id = new("run");
    private static readonly BlobReference Blob = new(new("checkpoints/000001/manifest.json"), 1, new string('a', 64));

    private DateTimeOffset _now = Noon;

    public Story(int clients = 2)
    {
        Clients = [.. Enumerable.Range(1, clients).Select(index => new ClientId($"site-{index}"))];
        Progress = new()
        {
            Name = "clinic",
            Rounds = 2,
            Clients = [.. Clients.Select(client => new ClientProgress { Id = client })],
            StartedAt = Noon,
            HeardAt = Noon,
            ResumedAt = RoundNumber.Start,
            Committed = RoundNumber.Start,
        };
    }

    public IReadOnlyList<ClientId> Clients { get; }

    public RunProgress Progress { get; private set; }

    public DateTimeOffset Now => _now;

    public List<string> Lines { get; } = [];

    public Story After(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Story AllJoin() => Each(client => new ClientJoined(
        Id, client, new() { Device = "cpu", MemoryBytes = 1, UsesBFloat16 = false }, TrainExampleCount: 80, TestExampleCount: 20));

    public Story Opens(int round, int attempt = 1) =>
        Hear(new RoundOpened(Id, new(round), attempt, Clients, Noon.AddHours(1)));

    public Story Steps(int client, int round, int step, double? loss = null) =>
        Hear(new TrainingProgressed(Id, new(round), Clients[client], 1, WorkStage.Training, step, 10, loss));

    public Story Judged(int client, int round, UpdateVerdict verdict = UpdateVerdict.Accepted) => Hear(new UpdateJudged(
        Id, new(round), Clients[client], verdict, verdict == UpdateVerdict.Accepted ? null : "NormTooLarge", "found 9, wanted 1"));

    public Story Closes(int round) => Hear(new RoundClosed(Id, new(round), Blob, Clients, 160));

    public Story Abandoned(int round) => Hear(new RoundAbandoned(Id, new(round), 1, "0 of 2"));

    public Story Fails(int client) => Hear(new ClientFailed(Id, Clients[client], "FK3006", "diverged"));

    public Story Measured(int round) => Hear(new EvaluationReport
    {
        RunId = Id,
        Round = new(round),
        CheckpointSha256 = "",
        Tasks = [new("copy", 10, 0.5, 0.75)],
    });

    public Story Tested(int client, int round, double accuracy) => Hear(new TestSplitReport
    {
        RunId = Id,
        Round = new(round),
        ClientId = Clients[client],
        CheckpointSha256 = "",
        Score = new(Clients[client].Value, 20, 0.5, accuracy),
    });

    public Story Waits(int client, int round) =>
        Hear(new TrainingProgressed(Id, new(round), Clients[client], 1, WorkStage.Waiting, 0, 0, null));

    public Story Each(Func<ClientId, object> @event) => Clients.Aggregate(this, (story, client) => story.Hear(@event(client)));

    public Story Hear(object @event)
    {
        var after = ProgressRules.Apply(Progress, @event, _now);
        if (PlainStory.Line(Progress, @event, after, _now) is { } line)
        {
            Lines.Add(line);
        }

        Progress = after;
        return this;
    }
}
