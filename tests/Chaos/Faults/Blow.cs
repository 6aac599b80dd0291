using FedK8s.Chaos.Services;
using FedK8s.Testing;

namespace FedK8s.Chaos.Faults;

/// <summary>Something that is done to a process, a service or the network.</summary>
/// <param name="Name">As tables and <c>ONLY</c> name it.</param>
internal abstract record Blow(string Name)
{
    /// <summary>Does it.</summary>
    /// <returns>When it has fallen; in it, when it is over.</returns>
    public abstract Task<Task> StrikeAsync(Deployment deployment);

    /// <summary>A service's process is killed; its supervisor starts it again.</summary>
    public sealed record Kill(string Party) : Blow("kill -9")
    {
        public override Task<Task> StrikeAsync(Deployment deployment)
        {
            deployment[Party].Service.Kill();
            return Task.FromResult(Task.CompletedTask);
        }
    }

    /// <summary>A service's process is asked to end, and started again.</summary>
    public sealed record Terminate(string Party) : Blow("SIGTERM")
    {
        public override Task<Task> StrikeAsync(Deployment deployment)
        {
            deployment[Party].Service.Terminate();
            return Task.FromResult(Task.CompletedTask);
        }
    }

    /// <summary>A service's process is halted for a time.</summary>
    public sealed record Pause(string Party, TimeSpan Time) : Blow($"SIGSTOP {Time.TotalSeconds:0} s")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) =>
            Task.FromResult(deployment[Party].Service.PauseAsync(Time));
    }

    /// <summary>The connections of a service to the broker break, and no new one is had for a time.</summary>
    public sealed record CutBus(string Party, TimeSpan Time) : Blow($"network to broker cut {Time.TotalSeconds:0} s")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => Task.FromResult(deployment[Party].Bus.CutAsync(Time));
    }

    /// <summary>What is sent to a queue for a time, or for good, is lost, and what waits in it.</summary>
    public sealed record LoseMessages(string Queue, TimeSpan? Time) : Blow("messages lost")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => deployment.Tap.LoseAsync(Queue, Time);
    }

    /// <summary>The broker is killed and comes back.</summary>
    public sealed record CrashBroker(TimeSpan Down) : Blow("broker kill -9")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => deployment.Place.CrashBrokerAsync(Down);
    }

    /// <summary>The broker is halted for a time.</summary>
    public sealed record PauseBroker(TimeSpan Time) : Blow($"broker SIGSTOP {Time.TotalSeconds:0} s")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => deployment.Place.PauseBrokerAsync(Time);
    }

    /// <summary>The blob service ends in order and comes back.</summary>
    public sealed record RestartBlobs(TimeSpan Down) : Blow("blob service restart")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => deployment.Place.RestartBlobsAsync(Down);
    }

    /// <summary>The blob service is killed and comes back; everyone stands still before, so that it has written down what it
    /// acknowledged.</summary>
    public sealed record CrashBlobs(TimeSpan Down) : Blow("blob service kill -9")
    {
        private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(8);

        public override Task<Task> StrikeAsync(Deployment deployment)
        {
            foreach (var party in deployment.Parties)
            {
                deployment.Await(party.Service.PauseAsync(Standstill));
            }

            return deployment.Place.CrashBlobsAsync(Down);
        }
    }

    /// <summary>The blob service is halted for a time.</summary>
    public sealed record PauseBlobs(TimeSpan Time) : Blow($"blob service SIGSTOP {Time.TotalSeconds:0} s")
    {
        public override Task<Task> StrikeAsync(Deployment deployment) => deployment.Place.PauseBlobsAsync(Time);
    }

    /// <summary>A party's disk is full for a time, or for good.</summary>
    public sealed record FillDisk(string Party, TimeSpan? Time)
        : Blow(Time is { } time ? $"disk full {time.TotalSeconds:0} s" : "disk full")
    {
        public override Task<Task> StrikeAsync(Deployment deployment)
        {
            var disk = deployment.DiskOf(Party);
            disk.Fill();
            return Task.FromResult(Time is { } time ? ClearAsync(disk, time) : Task.CompletedTask);
        }

    }

    /// <summary>The blob service's disk is full for a time.</summary>
    public sealed record FillBlobDisk(TimeSpan Time) : Blow($"blob service's disk full {Time.TotalSeconds:0} s")
    {
        public override Task<Task> StrikeAsync(Deployment deployment)
        {
            var disk = deployment.Place.BlobDisk ?? throw new InvalidOperationException("The blob service has no disk of its own.");
            disk.Fill();
            return Task.FromResult(ClearAsync(disk, Time));
        }
    }

    private static async Task ClearAsync(SmallDisk disk, TimeSpan time)
    {
        await Task.Delay(time);
        disk.Clear();
    }
}
