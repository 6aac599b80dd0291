using System.Reflection;
using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FedK8s.Core.Services;

/// <summary>A service as a function: arguments and environment in, a log and an exit number out.</summary>
/// <param name="service">What it is.</param>
/// <param name="find">The value of a variable of the environment; null where it is not set.</param>
/// <param name="output">Takes help and version.</param>
/// <param name="error">Takes the one line that says why the service did not do its work.</param>
public sealed class ServiceProgram(
    ServiceDescription service, Func<string, string?> find, TextWriter output, TextWriter error)
{
    private const string TraceSetting = "FEDK8S_TRACE";
    private const int Misunderstood = 1;

    /// <summary>Runs the service until its work is done, cannot be done, or the process is asked to stop.</summary>
    /// <param name="arguments">The command line; a service takes none but <c>--help</c> and <c>--version</c>.</param>
    public async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                break;
            case ["--help" or "-h"]:
                await output.WriteAsync(ServiceHelp.Of(service));
                return 0;
            case ["--version"]:
                await output.WriteLineAsync($"{service.Name} {Version()}");
                return 0;
            default:
                await error.WriteLineAsync(
                    $"error: found the argument '{PrintableText.Of(arguments[0])}', wanted none; see {service.Name} --help");
                return Misunderstood;
        }

        if (await TryRunAsync() is not { } failure)
        {
            return 0;
        }

        await error.WriteLineAsync(failure.Line);
        if (failure.Cause is { } cause && find(TraceSetting) is "1")
        {
            await error.WriteLineAsync(cause.ToString());
        }

        return failure.Code.ProcessExit;
    }

    private async Task<Failure?> TryRunAsync()
    {
        try
        {
            var reader = new SettingsReader(find);
            var settings = ServiceSettings.Read(reader);
            var parts = service.Compose(reader, settings);
            reader.RequireNoProblem();
            using var host = ServiceHost.Build(settings, parts, find);
            return await RunAsync(host, parts);
        }
        catch (Exception exception) // nothing above this line could do more with it
        {
            return Failure.From(exception);
        }
    }

    private static async Task<Failure?> RunAsync(IHost host, ServiceParts parts)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.StartAsync(stopping);
        try
        {
            var work = parts.WorkAsync(host.Services, stopping);
            var bus = host.Services.GetRequiredService<BusWatch>().WatchAsync(stopping);
            await await Task.WhenAny(work, host.Services.GetRequiredService<BrokerAccess>().Refused, bus);
            return await work;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static string Version() =>
        typeof(ServiceProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
