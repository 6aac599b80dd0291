using System.Globalization;
using FedK8s.Aggregator;
using FedK8s.Bench.Harness;
using FedK8s.Contracts.Events;
using FedK8s.Core.Services;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Bench.Orchestration;

/// <summary>The aggregator's program, and beside it somebody who counts.</summary>
internal static class AggregatorContestant
{
    /// <param name="arguments">How many rounds do not count, where to log, and a <see cref="ServicePlace"/>.</param>
    public static void Serve(string[] arguments)
    {
        var warmUps = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var place = ServicePlace.Parse(arguments[2..]);
        var error = Console.Error;
        using var log = new StreamWriter(arguments[1]) { AutoFlush = true };
        Console.SetError(log);
        using var traffic = new Traffic();
        var program = new ServiceProgram(Counted(traffic), place.Find, TextWriter.Null, error);
        ContestantLoop.Serve(
            () => Require(program.RunAsync([]).GetAwaiter().GetResult()),
            () => traffic.Means(warmUps));
    }

    private static ServiceDescription Counted(Traffic traffic) => AggregatorService.Description with
    {
        Compose = (reader, settings) =>
        {
            var parts = AggregatorService.Description.Compose(reader, settings);
            return parts with
            {
                Add = services =>
                {
                    parts.Add(services);
                    services.AddSingleton<IPublishObserver>(new RoundCounter(traffic));
                },
            };
        },
    };

    private static void Require(int exit)
    {
        if (exit != 0)
        {
            throw new InvalidOperationException($"The aggregator ended with {exit}.");
        }
    }

    private sealed class RoundCounter(Traffic traffic) : IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context)
            where T : class
        {
            if (context.Message is RoundOpened)
            {
                traffic.BeginRound();
            }

            return Task.CompletedTask;
        }

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
