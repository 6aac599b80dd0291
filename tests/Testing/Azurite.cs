using System.Diagnostics;
using System.Globalization;

namespace FedK8s.Testing;

/// <summary>
/// Azurite, the emulator of Azure Blob Storage, as a process of its own on a free port of this machine. It ends when it is
/// disposed, and also when this process dies: build/azurite.sh ends when its standard input does.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Missing = "Azurite is not installed: build/azurite.sh install does it where there is npm.";

    // Documented at https://learn.microsoft.com/azure/storage/common/storage-use-azurite; the same everywhere, no secret.
    public const string AccountName = "devstoreaccount1";
    public const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Ready = "ready ";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private static readonly string Package = RepositoryRoot.Combine("artifacts", "tools", "azurite", "node_modules", "azurite");

    private readonly Process _process;

    private Azurite(Process process, Uri root) => (_process, Endpoint) = (process, new Uri(root, AccountName));

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Directory.Exists(Package);

    /// <summary>The account's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>The account with its key.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={Endpoint};";

    /// <summary>The process, for tests that kill or pause it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps its blobs; a later start in the same folder has them again.</param>
    /// <param name="port">Of 127.0.0.1; 0 for a free one.</param>
    /// <param name="cancellationToken">Stops waiting for it, and it.</param>
    public static async Task<Azurite> StartAsync(string folder, int port, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo(
            RepositoryRoot.Combine("build", "azurite.sh"),
            ["run", folder, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // no shell, so there is a process
        try
        {
            var root = await FindAddressAsync(process).WaitAsync(StartPatience, cancellationToken);
            process.BeginErrorReadLine();
            return new Azurite(process, root);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a crash would. Unlike Azure it then forgets what it acknowledged in the last five seconds:
    /// what must still be there has to be older, or the end an orderly one.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it in order; a later start in the same folder has every blob.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private static async Task<Uri> FindAddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return new Uri(line[Ready.Length..]);
            }
        }

        throw new InvalidOperationException($"Azurite did not start: {await process.StandardError.ReadToEndAsync()}");
    }
}
