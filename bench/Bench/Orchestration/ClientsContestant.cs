using System.Globalization;
using FedK8s.Bench.Harness;
using FedK8s.Core.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Bench.Orchestration;

/// <summary>The process of all virtual clients: ready once they listen and have joined.</summary>
internal static class ClientsContestant
{
    // As a worker: one command is worked on and the others are judged meanwhile.
    private const int CommandsInHand = 4;

    /// <param name="arguments">How many clients, how many rounds do not count, and a <see cref="ServicePlace"/>.</param>
    public static void Serve(string[] arguments)
    {
        var clients = NullRun.Clients(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        var warmUps = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var place = ServicePlace.Parse(arguments[2..]);
        using var traffic = new Traffic();
        var players = new VirtualClients(place, clients, traffic);
        var host = BusHost.StartAsync(
            place,
            [
                .. clients.Select(client => new BusEndpoint(
                    QueueNames.Client(place.RunId, client), [typeof(TrainRoundListener)], CommandsInHand)),
            ],
            services => services.AddSingleton(players)).GetAwaiter().GetResult();
        players.JoinAsync(host.Services.GetRequiredService<IBus>(), CancellationToken.None).GetAwaiter().GetResult();
        ContestantLoop.Serve(
            () => { }, () => traffic.Means(warmUps).Concat(players.Times()).ToDictionary());

        // The host is not stopped: taking leave of hundreds of queues takes long, and nobody needs them any more.
    }
}
