using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Services;
using FedK8s.Worker.Participation;
using Microsoft.Extensions.DependencyInjection;

namespace FedK8s.Worker;

/// <summary>A worker as a program of its own.</summary>
internal static class WorkerService
{
    private static readonly Setting Clients = new(
        "FEDK8S_CLIENTS", "none", "The clients that this process plays, names of spec.clients with commas between; one in a cluster.");

    private static readonly Setting Evaluator = new(
        "FEDK8S_EVALUATOR", "false", "True or false, whether this process prepares checkpoint 0 and measures checkpoints.");

    private static readonly Setting State = new(
        "FEDK8S_STATE_DIR", "none", "A folder of this worker alone that outlives it: half-done rounds, and what never leaves a client.");

    private static readonly Setting Device = new(
        "FEDK8S_DEVICE", "the manifest's", "Auto, cpu or cuda, instead of spec.localTraining.device.");

    private static readonly Setting Lanes = new(
        "FEDK8S_LANES", "1", "A whole number from 1: models at work at a time, each with its memory.");

    private static readonly Setting StepDeadline = new(
        "FEDK8S_STEP_DEADLINE_SECONDS", "600", "A whole number from 1: seconds without a step, or a measured batch, after which the process ends.");

    public static ServiceDescription Description { get; } = new(
        "fedk8s-worker",
        "Plays a client of a federated run, which trains on its own data, or the evaluator, or both.",
        [Clients, Evaluator, State, Device, Lanes, StepDeadline],
        Compose);

    private static ServiceParts Compose(SettingsReader reader, ServiceSettings settings)
    {
        var names = (reader.Find(Clients) ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var evaluates = reader.Flag(Evaluator);
        if (names.Length == 0 && !evaluates)
        {
            reader.Add(Clients, "nothing, and FEDK8S_EVALUATOR not true");
        }

        var worker = new WorkerSettings
        {
            RunId = settings.RunId,
            Clients = [.. names.Distinct(StringComparer.Ordinal).Select(name => new ClientId(name))],
            Evaluates = evaluates,
            Lanes = reader.Number(Lanes, least: 1, otherwise: 1),
            Device = reader.Word<DeviceKind>(Device),
            StateFolder = reader.Find(State),
            IsService = true,
            StepDeadline = TimeSpan.FromSeconds(reader.Number(StepDeadline, least: 1, otherwise: 600)),
        };
        return new(services => services.AddWorker(worker), WorkerRegistration.Endpoints(settings.RunId, worker), WorkAsync);
    }

    private static async Task<Failure?> WorkAsync(IServiceProvider services, CancellationToken stopping)
    {
        await services.GetRequiredService<WorkerLife>().RunAsync(stopping);
        return null;
    }
}
