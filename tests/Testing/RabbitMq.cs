using System.Diagnostics;
using System.Globalization;
using FedK8s.Core.Messaging;

namespace FedK8s.Testing;

/// <summary>
/// RabbitMQ as a process of its own on this machine. It ends when it is disposed, and also when this process dies:
/// build/rabbitmq.sh ends when its standard input does. A later start in the same folder has what was confirmed, also after
/// <see cref="KillAsync"/>.
/// </summary>
public sealed class RabbitMq : IAsyncDisposable
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Missing = "RabbitMQ is not installed: build/rabbitmq.sh install does it where there is apt-get.";

    private const string Ready = "ready ";
    private const string Package = "/usr/lib/rabbitmq/lib";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private RabbitMq(Process process, string folder, IReadOnlyList<Uri> addresses)
    {
        _process = process;
        Port = addresses[0].Port;
        TlsPort = addresses.ElementAtOrDefault(1)?.Port;
        ProcessId = int.Parse(File.ReadAllText(Path.Combine(folder, "pid")), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Directory.Exists(Package);

    /// <summary>Of 127.0.0.1, without TLS.</summary>
    public int Port { get; }

    /// <summary>Of 127.0.0.1, with TLS; null where it was started without.</summary>
    public int? TlsPort { get; }

    /// <summary>The broker's process, for tests that pause it.</summary>
    public int ProcessId { get; }

    /// <summary>What lets a client in, without TLS.</summary>
    public BrokerSettings Settings => new() { Address = new($"amqp://127.0.0.1:{Port}") };

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps everything.</param>
    /// <param name="port">Of 127.0.0.1; 0 for a free one.</param>
    /// <param name="cancellationToken">Stops waiting for it, and it.</param>
    /// <param name="certificates">A folder with ca.pem, server.pem and server-key.pem, to listen on a free port with TLS
    /// besides; null for no TLS.</param>
    public static async Task<RabbitMq> StartAsync(
        string folder, int port, CancellationToken cancellationToken, string? certificates = null)
    {
        string[] tls = certificates is null ? [] : ["0", certificates];
        var process = Process.Start(new ProcessStartInfo(
            RepositoryRoot.Combine("build", "rabbitmq.sh"),
            ["run", folder, port.ToString(CultureInfo.InvariantCulture), .. tls])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!; // no shell, so there is a process
        try
        {
            var addresses = await FindAddressesAsync(process, folder).WaitAsync(StartPatience, cancellationToken);
            process.BeginErrorReadLine();
            return new RabbitMq(process, folder, addresses);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it in order.</summary>
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

    private static async Task<IReadOnlyList<Uri>> FindAddressesAsync(Process process, string folder)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                return [.. line[Ready.Length..].Split(' ').Select(address => new Uri(address))];
            }
        }

        var log = Path.Combine(folder, "log");
        throw new InvalidOperationException(
            $"RabbitMQ did not start: {await process.StandardError.ReadToEndAsync()}{(File.Exists(log) ? File.ReadAllText(log) : null)}");
    }
}
