using FedK8s.Core.Checkpoints;
using FedK8s.Core.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FedK8s.Core.Services;

/// <summary>Puts together what all services have: log, clock, store, bus, health.</summary>
internal static class ServiceHost
{
    // A pod has 30 s between being asked to stop and being killed.
    private static readonly TimeSpan PatienceForStop = TimeSpan.FromSeconds(20);

    public static IHost Build(ServiceSettings settings, ServiceParts parts, Func<string, string?> find)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AddLog(builder.Logging, settings.Log);
        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = PatienceForStop);
        services
            .AddSingleton<IHostLifetime, ConsoleLifetime>()
            .Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(settings)
            .AddSingleton(BlobStores.Open(settings.Store, find))
            .AddSingleton(provider => (IBlobLeases)provider.GetRequiredService<IBlobStore>()) // every store that can be opened has them
            .AddSingleton<RunStore>()
            .AddFedK8sBus(parts.Endpoints, settings.Broker)
            .AddSingleton(provider => new BusHealth(provider.GetRequiredService<IBusControl>(), settings.Broker))
            .AddSingleton<IHealthSource>(provider => provider.GetRequiredService<BusHealth>())
            .AddSingleton(provider => new BusWatch(
                () => provider.GetRequiredService<BusHealth>().IsConnected,
                provider.GetRequiredService<BrokerAccess>().IsThereAsync,
                provider.GetRequiredService<TimeProvider>()));
        parts.Add(services);
        if (settings.Health is { } address)
        {
            services.AddHostedService(provider => new HealthService(address, provider.GetServices<IHealthSource>()));
        }

        return builder.Build();
    }

    private static void AddLog(ILoggingBuilder logging, LogForm form)
    {
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("FedK8s", LogLevel.Information);
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        const string time = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        _ = form == LogForm.Json
            ? logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, time.TrimEnd()))
            : logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.ColorBehavior = LoggerColorBehavior.Disabled;
                (options.UseUtcTimestamp, options.TimestampFormat) = (true, time);
            });
    }
}
