using FedK8s.Contracts.Spec;
using FedK8s.Core.Files;
using FedK8s.Core.Runs;

namespace FedK8s.Cli.Comparison;

/// <summary>
/// The runs that say whether federation is worth it: the manifest's own, one with all the clients' data in one place, and one for
/// each client alone. Method, seed, schedule and optimiser are the manifest's in all of them, and together the runs of an arm
/// pass as many examples through the model as the manifest's.
/// </summary>
internal static class Arms
{
    public const string Federated = "federated";
    public const string Centralised = "centralised";
    public const string LocalOnly = "local-only";

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<string> Names { get; } = [Federated, Centralised, LocalOnly];

    /// <summary>The runs of every arm.</summary>
    /// <param name="run">The manifest, with absolute addresses.</param>
    /// <param name="folder">Where the arms that are not the manifest's own keep what they write.</param>
    public static IReadOnlyList<Arm> Of(FederatedRun run, string folder) =>
    [
        new(Federated, run, []),
        CentralisedOf(run, folder),
        .. run.Spec.Clients.Select(client => LocalOnlyOf(run, client, folder)),
    ];

    /// <summary>What the centralised arm calls a client's test split among its evaluation tasks.</summary>
    public static string TestTask(string client) => $"clients/{client}";

    // A bound on steps is each client's own, so the union is given what a cohort has together.
    private static Arm CentralisedOf(FederatedRun run, string folder)
    {
        var spec = run.Spec;
        var cohort = CohortSize.Of(spec.Clients.Count, spec.Rounds);
        var train = (Path: DataPath(folder, "train"), List: ListOf(spec, spec.Clients, isTest: false));
        var tests = spec.Clients
            .Where(client => client.Data.TestFraction > 0)
            .Select(client => (Client: client, Path: DataPath(folder, $"test-{client.Name}"), List: ListOf(spec, [client], isTest: true)))
            .ToArray();
        var alone = Alone(run, Centralised, Path.Combine(folder, Centralised), new() { Name = "all", Data = Splits(train.Path) });
        return new(
            Centralised,
            alone with
            {
                Spec = alone.Spec with
                {
                    LocalTraining = spec.LocalTraining with { MaxSteps = Times(spec.LocalTraining.MaxSteps, cohort) },
                    Evaluation = alone.Spec.Evaluation with
                    {
                        Tasks = [.. spec.Evaluation.Tasks, .. tests.Select(test => TaskOf(test.Client, test.Path))],
                    },
                },
            },
            [train, .. tests.Select(test => (test.Path, test.List))]);
    }

    private static Arm LocalOnlyOf(FederatedRun run, ClientSpec client, string folder) =>
        new(LocalOnly, Alone(run, $"{LocalOnly}-{client.Name}", Path.Combine(folder, LocalOnly, client.Name), client), []);

    // Where a round asks only some of the clients, a client trains in that share of the rounds, and so does the union.
    private static FederatedRun Alone(FederatedRun run, string name, string store, ClientSpec client)
    {
        var spec = run.Spec;
        var cohort = CohortSize.Of(spec.Clients.Count, spec.Rounds);
        var rounds = (int)Math.Max(1, Math.Round((double)spec.Rounds.Max * cohort / spec.Clients.Count, MidpointRounding.AwayFromZero));
        return run with
        {
            Metadata = run.Metadata with { Name = $"{run.Metadata.Name}-{name}", Uid = null },
            Spec = spec with
            {
                Aggregation = new(),
                Rounds = new() { Max = rounds, DeadlineSeconds = Times(spec.Rounds.DeadlineSeconds, spec.Clients.Count) },
                Evaluation = spec.Evaluation with { EveryRounds = 0 },
                Checkpoint = spec.Checkpoint with { StorageUri = FileAddress.Of(store), Keep = 1 },
                Clients = [client],
            },
        };
    }

    private static EvaluationTaskSpec TaskOf(ClientSpec client, string path) => new()
    {
        Name = TestTask(client.Name),
        Data = new() { StorageUri = FileAddress.Of(path), Format = DataFormat.Splits },
    };

    private static ClientDataSpec Splits(string path) => new() { StorageUri = FileAddress.Of(path), Format = DataFormat.Splits };

    private static SplitList ListOf(FederatedRunSpec spec, IReadOnlyList<ClientSpec> clients, bool isTest) =>
        new() { Seed = spec.LocalTraining.Seed, IsTest = isTest, Clients = clients };

    private static string DataPath(string folder, string name) => Path.Combine(folder, "data", $"{name}.json");

    private static int Times(int number, int factor) => (int)Math.Min(int.MaxValue, (long)number * factor);
}
