using FedK8s.Chaos.Blobs;
using FedK8s.Chaos.Bus;
using FedK8s.Chaos.Services;
using FedK8s.Core.Determinism;

namespace FedK8s.Chaos.Faults;

/// <summary>What happens to a run, and when.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Sets it up before anyone starts.</summary>
    /// <returns>Whether it has struck, asked when the run is over.</returns>
    public abstract Task<Func<bool>> ArmAsync(Deployment deployment);

    /// <summary>Requests of a party at a step are disturbed.</summary>
    public sealed record Disturbed(string Party, BlobPoint Point, Disturbance Disturbance, int First = 1, int Count = 1) : Fault
    {
        public override Task<Func<bool>> ArmAsync(Deployment deployment) =>
            Task.FromResult(Add(deployment, Party, new(Point.IsAt, First, Count, Disturbance)));
    }

    /// <summary>A blow falls when a party is at a step: before the blob service is asked, or when it has done what it was asked
    /// and the party does not know it yet.</summary>
    public sealed record AtStep(string Party, BlobPoint Point, bool IsAfter, Blow Blow, int First = 1) : Fault
    {
        public override Task<Func<bool>> ArmAsync(Deployment deployment)
        {
            var isDead = Blow is Blow.Kill kill && kill.Party == Party;
            Task StrikeAsync() => FallAsync(deployment, Blow, isHeld: Blow is Blow.Pause pause && pause.Party == Party);
            Disturbance disturbance = IsAfter
                ? new Disturbance.After(StrikeAsync)
                : new Disturbance.Before(StrikeAsync, PassesOn: !isDead);
            return Task.FromResult(Add(deployment, Party, new(Point.IsAt, First, count: 1, disturbance)));
        }
    }

    /// <summary>A blow falls some time after the so-many-th request of a party, whatever that asks for.</summary>
    public sealed record AtAnyTime(string Party, int Request, TimeSpan Delay, Blow Blow) : Fault
    {
        public override Task<Func<bool>> ArmAsync(Deployment deployment)
        {
            return Task.FromResult(Add(deployment, Party, new(_ => true, Request, count: 1, new Disturbance.Before(
                () =>
                {
                    deployment.Await(FallLaterAsync());
                    return Task.CompletedTask;
                },
                PassesOn: true))));

            async Task FallLaterAsync()
            {
                await Task.Delay(Delay);
                await FallAsync(deployment, Blow, isHeld: false);
            }
        }
    }

    /// <summary>Every message comes three times: twice at once and once late, out of order.</summary>
    public sealed record Tripled(IReadOnlyList<string> Queues, TimeSpan LongestWait, long Seed) : Fault
    {
        public override async Task<Func<bool>> ArmAsync(Deployment deployment)
        {
            var random = new SeededRandom((ulong)Seed);
            var copied = 0;
            foreach (var queue in Queues)
            {
                await deployment.Tap.CopyAsync(queue, Wait, () => Interlocked.Increment(ref copied));
            }

            return () => copied > 0;

            TimeSpan Wait()
            {
                lock (random)
                {
                    return LongestWait * (random.NextDouble());
                }
            }
        }
    }

    private static Func<bool> Add(Deployment deployment, string party, BlobRule rule)
    {
        deployment[party].Blobs.Add(rule);
        return () => rule.HasFired;
    }

    private static async Task FallAsync(Deployment deployment, Blow blow, bool isHeld)
    {
        var over = await blow.StrikeAsync(deployment);
        deployment.Await(over);
        if (isHeld)
        {
            await over;
        }
    }
}
