using System.Diagnostics;
using Azure.Storage.Blobs;
using FedK8s.Chaos.Services;

namespace FedK8s.Chaos.Runs;

/// <summary>The command line's part: it submits a manifest to services, and runs the same manifest in one process.</summary>
/// <param name="manifest">The manifest's path.</param>
/// <param name="folder">For the local run's store.</param>
internal sealed class LocalRun(string manifest, string folder)
{
    /// <summary>Submits it to a container of its own, and returns the <c>run.json</c> that it wrote there.</summary>
    public async Task<byte[]> SubmitAsync(Place place, string container, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = place.ConnectionString };
        await RunAsync(["submit", manifest, "--store", $"az://{container}/run"], variables, cancellationToken);
        var blobs = new BlobServiceClient(place.ConnectionString).GetBlobContainerClient(container);
        return (await blobs.GetBlobClient("run/run.json").DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
    }

    /// <summary>Runs it in one process, and compares the final checkpoint.</summary>
    /// <exception cref="InvalidOperationException">The services came to other bytes.</exception>
    public async Task RequireSameBytesAsync(StoreContent services, CancellationToken cancellationToken)
    {
        var store = Path.Combine(folder, "store");
        await RunAsync(["run", manifest, "--store", store], [], cancellationToken);
        var local = await StoreContent.ReadAsync(store, cancellationToken);
        if (local.CheckpointLosses(services).ToArray() is [_, ..] and var losses)
        {
            throw new InvalidOperationException($"In one process the run comes to something else: {string.Join("; ", losses)}");
        }
    }

    private static async Task RunAsync(
        string[] arguments, Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Programs.Cli, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // no shell, so there is a process
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"fedk8s {string.Join(' ', arguments)}: {await output}{await error}");
        }
    }
}
