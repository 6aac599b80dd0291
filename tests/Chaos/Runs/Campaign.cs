using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FedK8s.Chaos.Faults;
using FedK8s.Chaos.Services;

namespace FedK8s.Chaos.Runs;

/// <summary>Runs scenarios, several at a time, each at a place of its own, and compares what becomes of them with undisturbed
/// runs.</summary>
/// <param name="folder">For services, logs and data; logs of runs that did not come to what was allowed stay there.</param>
internal sealed class Campaign(string folder) : IAsyncDisposable
{
    private readonly Federation _federation = new(Directory.CreateDirectory(Path.Combine(folder, "data")).FullName);
    private readonly ConcurrentDictionary<Shape, Lazy<Task<Undisturbed>>> _undisturbed = [];
    private readonly ConcurrentBag<Place> _places = [];
    private int _runs;
    private int _placesStarted;

    /// <summary>Runs a scenario and judges it.</summary>
    public async Task<Row> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        if (scenario.HasSmallBlobDisk)
        {
            await using var own = await StartPlaceAsync(hasSmallBlobDisk: true, cancellationToken);
            return await RunAsync(scenario, own, cancellationToken);
        }

        var place = await TakePlaceAsync(cancellationToken);
        try
        {
            return await RunAsync(scenario, place, cancellationToken);
        }
        finally
        {
            _places.Add(place);
        }
    }

    /// <summary>The undisturbed run of a shape, once.</summary>
    public Task<Undisturbed> UndisturbedAsync(Shape shape, CancellationToken cancellationToken) =>
        _undisturbed.GetOrAdd(shape, _ => new(() => RunUndisturbedAsync(shape, cancellationToken))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places)
        {
            await place.DisposeAsync();
        }
    }

    private async Task<Row> RunAsync(Scenario scenario, Place place, CancellationToken cancellationToken)
    {
        var undisturbed = await UndisturbedAsync(scenario.Shape, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var number = Interlocked.Increment(ref _runs).ToString("D3", CultureInfo.InvariantCulture);
        var logs = Directory.CreateDirectory(Path.Combine(folder, "runs", $"{number}-{FileName(scenario.Name)}")).FullName;
        var (end, _) = await RunAsync(scenario, place, $"chaos-{number}", undisturbed.Document, logs, cancellationToken);
        var outcome = end.Judge(undisturbed.Content, scenario.MayEndWith);
        var said = outcome is Outcome.Failed ? ReadAll(logs) : "";
        if (outcome is not Outcome.Failed)
        {
            Directory.Delete(logs, recursive: true);
        }

        return new(
            scenario,
            outcome,
            outcome is Outcome.SameBytes ? [.. end.Content.Leftovers(undisturbed.Content)] : [],
            Stopwatch.GetElapsedTime(started).TotalSeconds)
        {
            Logs = said,
        };
    }

    private async Task<Undisturbed> RunUndisturbedAsync(Shape shape, CancellationToken cancellationToken)
    {
        var place = await TakePlaceAsync(cancellationToken);
        try
        {
            var logs = Directory.CreateDirectory(Path.Combine(folder, "runs", $"undisturbed-{shape}")).FullName;
            var local = new LocalRun(_federation.Manifest(shape), logs);
            var document = await local.SubmitAsync(place, $"submitted-{shape}".ToLowerInvariant(), cancellationToken);
            var scenario = new Scenario("undisturbed", shape.ToString(), []) { Shape = shape };
            var (end, requests) = await RunAsync(
                scenario, place, $"undisturbed-{shape}".ToLowerInvariant(), document, logs, cancellationToken);
            if (end.Judge(end.Content, []) is Outcome.Failed failed)
            {
                throw new InvalidOperationException($"The undisturbed run went wrong: {failed.Why}; {logs} has what was said.");
            }

            await local.RequireSameBytesAsync(end.Content, cancellationToken);
            return new(document, end.Content, requests);
        }
        finally
        {
            _places.Add(place);
        }
    }

    private static async Task<(RunEnd End, IReadOnlyDictionary<string, int> Requests)> RunAsync(
        Scenario scenario, Place place, string container, byte[] document, string logs, CancellationToken cancellationToken)
    {
        await using var run = await ChaosRun.PrepareAsync(scenario, place, container, document, logs, cancellationToken);
        return (await run.RunAsync(cancellationToken), run.Requests);
    }

    private async Task<Place> TakePlaceAsync(CancellationToken cancellationToken) => _places.TryTake(out var place)
        ? place
        : await StartPlaceAsync(hasSmallBlobDisk: false, cancellationToken);

    private Task<Place> StartPlaceAsync(bool hasSmallBlobDisk, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _placesStarted).ToString(CultureInfo.InvariantCulture);
        return Place.StartAsync(Path.Combine(folder, "places", number), hasSmallBlobDisk, cancellationToken);
    }

    private static string ReadAll(string logs) => string.Concat(
        Directory.GetFiles(logs, "*.log").Order(StringComparer.Ordinal)
            .Select(file => $"--- {Path.GetFileName(file)}\n{File.ReadAllText(file)}"));

    private static string FileName(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
}
