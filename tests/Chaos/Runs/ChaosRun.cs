using System.Text.Json;
using Azure.Storage.Blobs;
using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Bus;
using FedK8s.Chaos.Faults;
using FedK8s.Chaos.Services;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;
using FedK8s.Testing;

namespace FedK8s.Chaos.Runs;

/// <summary>One run with its faults: starts everyone, waits for the end, and tells how it was.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private const string Prefix = "run";
    private const string Evaluator = "evaluator";
    private const string Aggregator = "aggregator";
    private const int SmallDiskKilobytes = 16 << 10;

    // Far beyond what any of these runs takes, pauses included.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    // Once it is clear how the run ended, everyone hears of it.
    private static readonly TimeSpan LastPatience = TimeSpan.FromMinutes(2);

    private readonly Scenario _scenario;
    private readonly Deployment _deployment;
    private readonly BlobContainerClient _container;
    private readonly TemporaryFolder _folder;
    private readonly IReadOnlyDictionary<string, SmallDisk> _disks;

    private ChaosRun(
        Scenario scenario,
        Deployment deployment,
        BlobContainerClient container,
        TemporaryFolder folder,
        IReadOnlyDictionary<string, SmallDisk> disks) =>
        (_scenario, _deployment, _container, _folder, _disks) = (scenario, deployment, container, folder, disks);

    /// <summary>How many requests each party has sent to the blob service.</summary>
    public IReadOnlyDictionary<string, int> Requests =>
        _deployment.Parties.ToDictionary(party => party.Name, party => party.Blobs.Requests.Count);

    /// <summary>Prepares a run; nobody is started yet.</summary>
    /// <param name="scenario">Its faults.</param>
    /// <param name="place">Where; no other run may be there.</param>
    /// <param name="container">The container for its store; not there yet.</param>
    /// <param name="document">The content of its <c>run.json</c>.</param>
    /// <param name="logs">A folder for what everyone says.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ChaosRun> PrepareAsync(
        Scenario scenario, Place place, string container, byte[] document, string logs, CancellationToken cancellationToken)
    {
        var tap = await BusTap.OpenAsync(place.BrokerPort, cancellationToken);
        await tap.DeleteAsync(BusTap.QueuesOf(Federation.RunId, Federation.Clients));
        var blobs = new BlobServiceClient(place.ConnectionString).GetBlobContainerClient(container);
        await blobs.CreateAsync(cancellationToken: cancellationToken);
        await blobs.UploadBlobAsync($"{Prefix}/run.json", BinaryData.FromBytes(document), cancellationToken);

        var folder = new TemporaryFolder();
        var disks = scenario.SmallDisks.ToDictionary(
            party => party,
            party => SmallDisk.MountOrThrow(folder[party], SmallDiskKilobytes));
        var parties = new List<Party>();
        foreach (var (name, program, settings) in Programme(scenario))
        {
            settings["FEDK8S_RUN_ID"] = Federation.RunId.Value;
            settings["FEDK8S_STORE"] = $"az://{container}/{Prefix}";
            settings["FEDK8S_CACHE_DIR"] = folder[name, "cache"];
            settings["FEDK8S_STATE_DIR"] = folder[name, "state"];
            Directory.CreateDirectory(settings["FEDK8S_STATE_DIR"]);
            parties.Add(await Party.CreateAsync(name, program, settings, place, logs, cancellationToken));
        }

        return new(scenario, new(place, tap, parties, disks), blobs, folder, disks);
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<RunEnd> RunAsync(CancellationToken cancellationToken)
    {
        var struck = new List<Func<bool>>();
        foreach (var fault in _scenario.Faults)
        {
            struck.Add(await fault.ArmAsync(_deployment));
        }

        foreach (var party in _deployment.Parties)
        {
            await UntilItsTurnAsync(party, cancellationToken);
            party.Service.Start();
        }

        await WaitForEndAsync(cancellationToken);
        var ends = _deployment.Parties.ToDictionary(
            party => party.Name, party => party.Service.Ended is { IsCompletedSuccessfully: true, Result: var end } ? end : null);
        await _deployment.RecoverAsync();
        return new()
        {
            Parties = ends,
            State = await ReadStateAsync(cancellationToken),
            Content = await StoreContent.ReadAsync(_container, Prefix, cancellationToken),
            HasStruck = struck.All(has => has()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var party in _deployment.Parties)
        {
            await party.DisposeAsync();
        }

        await _deployment.Tap.DisposeAsync();
        foreach (var disk in _disks.Values)
        {
            disk.Dispose();
        }

        await _container.DeleteIfExistsAsync();
        _folder.Dispose();
    }

    private static IEnumerable<(string Name, string Program, Dictionary<string, string> Settings)> Programme(Scenario scenario)
    {
        foreach (var client in Federation.Clients)
        {
            yield return (client.Value, Programs.Worker, new() { ["FEDK8S_CLIENTS"] = client.Value });
        }

        yield return (Evaluator, Programs.Worker, new() { ["FEDK8S_EVALUATOR"] = "true" });
        for (var number = 1; number <= scenario.Aggregators; number++)
        {
            yield return (number == 1 ? Aggregator : $"{Aggregator}-{number}", Programs.Aggregator, []);
        }
    }

    // Of two aggregators the first has the lease, and the faults strike it.
    private async Task UntilItsTurnAsync(Party party, CancellationToken cancellationToken)
    {
        while (IsAggregator(party) && party.Name != Aggregator
            && !_deployment[Aggregator].Blobs.Requests.Any(BlobPoints.AcquireLease.IsAt))
        {
            await Task.Delay(Moment, cancellationToken);
        }
    }

    private static bool IsAggregator(Party party) => party.Name.StartsWith(Aggregator, StringComparison.Ordinal);

    // The aggregators decide; a worker that gives up ends the run through them, or where they cannot know, by itself.
    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var aggregators = Task.WhenAll(_deployment.Parties.Where(IsAggregator).Select(party => party.Service.Ended));
        var failures = _deployment.Parties.Select(FailureOfAsync);
        await WaitAsync(Task.WhenAny([aggregators, .. failures]), Patience, cancellationToken);
        await WaitAsync(Task.WhenAll(_deployment.Parties.Select(party => party.Service.Ended)), LastPatience, cancellationToken);
    }

    private static async Task FailureOfAsync(Party party)
    {
        if ((await party.Service.Ended).Exit == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan); // not one
        }
    }

    private static async Task WaitAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return; // the judge sees who has not ended
        }
    }

    private async Task<RunState?> ReadStateAsync(CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient($"{Prefix}/state.json");
        return await blob.ExistsAsync(cancellationToken)
            ? JsonSerializer.Deserialize<RunState>(
                (await blob.DownloadContentAsync(cancellationToken)).Value.Content, ContractJson.Options)
            : null;
    }
}
