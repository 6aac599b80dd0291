using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>
/// What must hold for a FederatedRun wherever it runs: every range that the spec's records state, and every rule between
/// fields. Pure: whether files exist, and which addresses a process can reach, is for that process to add.
/// </summary>
public static class SpecRules
{
    /// <summary>Every problem of <paramref name="run"/>, in the order of the fields; empty where it is right.</summary>
    public static IReadOnlyList<SpecProblem> Check(FederatedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var problems = new SpecProblems();
        CheckIdentity(run, problems);
        CheckLimits(run.Spec, problems);
        StorageRules.CheckModel(run.Spec.Model, problems);
        TaskRules.Check(run.Spec.Task, problems);
        MethodRules.Check(run.Spec.Method, problems);
        LoraRules.Check(run.Spec, problems);
        LocalTrainingRules.Check(run.Spec.LocalTraining, problems);
        RetentionGuardRules.Check(run.Spec, problems);
        problems.ShareBelowOne("spec.aggregation.serverMomentum", run.Spec.Aggregation.ServerMomentum, "0.5");
        problems.NotNegative("spec.aggregation.maxUpdateNorm", run.Spec.Aggregation.MaxUpdateNorm);
        CheckRounds(run.Spec, problems);
        CheckEvaluation(run.Spec.Evaluation, problems);
        StorageRules.CheckCheckpoint(run.Spec.Checkpoint, problems);
        CheckClients(run.Spec.Clients, problems);
        return problems.All;
    }

    private static void CheckIdentity(FederatedRun run, SpecProblems problems)
    {
        if (run.ApiVersion != Versions.V1Alpha1)
        {
            problems.Add(
                "apiVersion", SpecProblems.Quoted(run.ApiVersion), Versions.V1Alpha1, $"write apiVersion: {Versions.V1Alpha1}");
        }

        if (run.Kind != Versions.Kind)
        {
            problems.Add("kind", SpecProblems.Quoted(run.Kind), Versions.Kind, $"write kind: {Versions.Kind}");
        }

        problems.DnsLabel("metadata.name", run.Metadata.Name);
        if (run.Metadata.Uid is { } uid)
        {
            problems.DnsLabel("metadata.uid", uid);
        }
    }

    private static void CheckLimits(FederatedRunSpec spec, SpecProblems problems)
    {
        if (spec.ActiveDeadlineSeconds is { } deadline)
        {
            problems.AtLeast("spec.activeDeadlineSeconds", deadline, 1);
        }

        if (spec.TtlSecondsAfterFinished is { } timeToLive)
        {
            problems.AtLeast("spec.ttlSecondsAfterFinished", timeToLive, 0);
        }
    }

    private static void CheckRounds(FederatedRunSpec spec, SpecProblems problems)
    {
        var rounds = spec.Rounds;
        problems.AtLeast("spec.rounds.max", rounds.Max, 1);
        if (!(rounds.ClientFraction is > 0 and <= 1))
        {
            problems.Add(
                "spec.rounds.clientFraction",
                FormattableString.Invariant($"{rounds.ClientFraction}"),
                "a number above 0, up to 1",
                "write 1 to ask every client");
        }

        problems.AtLeast("spec.rounds.minClients", rounds.MinClients, 1);
        if (spec.Clients.Count > 0 && rounds.MinClients > spec.Clients.Count)
        {
            problems.Add(
                "spec.rounds.minClients",
                $"{rounds.MinClients}, with {spec.Clients.Count} clients in spec.clients",
                $"a whole number from 1 to {spec.Clients.Count}",
                "lower it or add clients");
        }

        problems.AtLeast("spec.rounds.deadlineSeconds", rounds.DeadlineSeconds, 1);
        problems.AtLeast("spec.rounds.progressDeadlineSeconds", rounds.ProgressDeadlineSeconds, 1);
    }

    private static void CheckEvaluation(EvaluationSpec evaluation, SpecProblems problems)
    {
        problems.AtLeast("spec.evaluation.everyRounds", evaluation.EveryRounds, 0);
        foreach (var (index, task) in evaluation.Tasks.Index())
        {
            if (string.IsNullOrWhiteSpace(task.Name))
            {
                problems.Add($"spec.evaluation.tasks[{index}].name", "nothing", "a name", "name the task");
            }

            StorageRules.CheckData($"spec.evaluation.tasks[{index}].data", task.Data.StorageUri, task.Data.Format, problems);
        }

        problems.Unique(
            evaluation.Tasks.Index().Select(task => ($"spec.evaluation.tasks[{task.Index}].name", task.Item.Name)),
            "task names");
        EarlyStoppingRules.Check(evaluation, problems);
    }

    private static void CheckCapability(string path, ClientCapabilitySpec? capability, SpecProblems problems)
    {
        (string Field, double? Value)[] declared =
        [
            ("stepSeconds", capability?.StepSeconds),
            ("uploadMbitPerSecond", capability?.UploadMbitPerSecond),
            ("downloadMbitPerSecond", capability?.DownloadMbitPerSecond),
            ("memoryGiB", capability?.MemoryGiB),
        ];
        foreach (var (field, value) in declared)
        {
            if (value is { } number)
            {
                problems.Positive($"{path}.{field}", number, "1.5");
            }
        }
    }

    private static void CheckClients(IReadOnlyList<ClientSpec> clients, SpecProblems problems)
    {
        if (clients.Count == 0)
        {
            problems.Add("spec.clients", "no clients", "at least one", "add an item with a name and data.storageUri");
        }

        foreach (var (index, client) in clients.Index())
        {
            var path = $"spec.clients[{index}]";
            problems.DnsLabel($"{path}.name", client.Name);
            StorageRules.CheckData($"{path}.data", client.Data.StorageUri, client.Data.Format, problems);
            problems.ShareBelowOne($"{path}.data.testFraction", client.Data.TestFraction, "0.2");
            CheckCapability($"{path}.capability", client.Capability, problems);
        }

        problems.Unique(
            clients.Index().Select(client => ($"spec.clients[{client.Index}].name", client.Item.Name)), "client names");
    }
}
