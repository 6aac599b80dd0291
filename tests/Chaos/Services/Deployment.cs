using System.Collections.Concurrent;
using FedK8s.Chaos.Bus;
using FedK8s.Testing;

namespace FedK8s.Chaos.Services;

/// <summary>Everyone who takes part in a run, the services that they meet at, and the disks that they write to.</summary>
/// <param name="place">Broker and blob service.</param>
/// <param name="tap">A hand in the broker, for this run alone: nothing that it began may reach into the next.</param>
/// <param name="parties">The services of the run.</param>
/// <param name="disks">By party, where it has a small disk of its own.</param>
internal sealed class Deployment(
    Place place, BusTap tap, IReadOnlyList<Party> parties, IReadOnlyDictionary<string, SmallDisk> disks)
{
    private readonly ConcurrentBag<Task> _recoveries = [];

    public Place Place => place;

    public BusTap Tap => tap;

    public IReadOnlyList<Party> Parties => parties;

    public Party this[string name] => parties.Single(party => party.Name == name);

    /// <summary>The party's disk, which it must have.</summary>
    public SmallDisk DiskOf(string party) => disks[party];

    /// <summary>What goes on in the background until a fault is over.</summary>
    public void Await(Task recovery) => _recoveries.Add(recovery);

    /// <summary>Until every fault is over.</summary>
    public async Task RecoverAsync()
    {
        while (_recoveries.TryTake(out var recovery))
        {
            await recovery;
        }
    }
}
