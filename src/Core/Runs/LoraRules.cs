using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for <c>spec.method.lora</c>, and for what belongs to it elsewhere.</summary>
internal static class LoraRules
{
    private const string Path = "spec.method.lora";

    public static void Check(FederatedRunSpec spec, SpecProblems problems)
    {
        if (spec.Method.Lora is { } lora)
        {
            CheckLora(lora, problems);
            if (spec.Aggregation.Strategy == AggregationStrategy.Flora)
            {
                CheckFlora(lora, spec.LocalTraining.L2Sp, problems);
            }

            if (lora.PerClientRank == PerClientRank.Auto || spec.Clients.Any(client => client.Rank is not null))
            {
                CheckRanks(spec, lora, problems);
            }
        }

        foreach (var (index, client) in spec.Clients.Index().Where(client => client.Item.Rank is not null))
        {
            CheckRank($"spec.clients[{index}].rank", client.Rank!.Value, spec.Method.Lora, problems); // not null: filtered above
        }

        if (spec.Aggregation.Strategy != AggregationStrategy.FedAvg && spec.Method.Lora is not { FreezeA: false })
        {
            problems.Add(
                "spec.aggregation.strategy",
                $"{spec.Aggregation.Strategy}, {(spec.Method.Lora is null ? "without method.lora" : "with method.lora.freezeA")}",
                $"{spec.Aggregation.Strategy} with method.lora, both of whose factors are trained",
                $"write {nameof(AggregationStrategy.FedAvg)}");
        }
    }

    private static void CheckFlora(LoraMethodSpec lora, double l2Sp, SpecProblems problems)
    {
        if (lora.StartFrom is not null)
        {
            problems.Add(
                $"{Path}.startFrom",
                $"an adapter, with aggregation.strategy {nameof(AggregationStrategy.Flora)}",
                "nothing, as LoRA starts anew in each round",
                "merge the adapter into the model first (fedk8s merge)");
        }

        if (l2Sp > 0)
        {
            problems.Add(
                "spec.localTraining.l2Sp",
                FormattableString.Invariant($"{l2Sp}, with aggregation.strategy {nameof(AggregationStrategy.Flora)}"),
                "0, as LoRA starts anew in each round",
                "remove it");
        }
    }

    private static void CheckRanks(FederatedRunSpec spec, LoraMethodSpec lora, SpecProblems problems)
    {
        if (lora is { StartFrom: not null, Rank: null })
        {
            problems.Add(
                $"{Path}.rank", "nothing, with ranks for each client", "the rank of startFrom, of which they are parts", "write what its r says");
        }

        if (spec.LocalTraining.L2Sp > 0)
        {
            problems.Add(
                "spec.localTraining.l2Sp",
                FormattableString.Invariant($"{spec.LocalTraining.L2Sp}, with ranks for each client"),
                "0 where clients train parts of the factors",
                "remove it or give every client the run's rank");
        }
    }

    private static void CheckRank(string at, int rank, LoraMethodSpec? lora, SpecProblems problems)
    {
        var most = lora?.Rank ?? LoraMethodSpec.DefaultRank;
        if (lora is null)
        {
            problems.Add(at, $"{rank}, without method.lora", "a rank with method.lora only", "remove it");
        }
        else if (rank < 1 || rank > most)
        {
            problems.Add(at, $"{rank}", $"a whole number from 1 to {most}, the run's rank", "lower it or raise method.lora.rank");
        }
    }

    private static void CheckLora(LoraMethodSpec lora, SpecProblems problems)
    {
        problems.AtLeast($"{Path}.rank", lora.Rank ?? LoraMethodSpec.DefaultRank, 1);
        problems.Positive($"{Path}.alpha", lora.Alpha ?? LoraMethodSpec.DefaultAlpha, "16");
        CheckTargets(lora.TargetModules ?? LoraMethodSpec.DefaultTargetModules, problems);
        if (lora.StartFrom is { } start)
        {
            StorageRules.CheckAddress($"{Path}.startFrom.storageUri", start.StorageUri, "file://adapter", problems);
        }
    }

    private static void CheckTargets(IReadOnlyList<string> targets, SpecProblems problems)
    {
        if (targets.Count == 0)
        {
            problems.Add(
                $"{Path}.targetModules", "an empty list", "at least one layer name", "write for example [q_proj, v_proj]");
        }

        foreach (var (index, module) in targets.Index())
        {
            if (module.Length == 0 || module.Contains('.', StringComparison.Ordinal))
            {
                problems.Add(
                    $"{Path}.targetModules[{index}]",
                    SpecProblems.Quoted(module),
                    "the last name segment of a linear layer, without dots",
                    "write for example q_proj");
            }
        }

        problems.Unique(
            targets.Index().Select(module => ($"{Path}.targetModules[{module.Index}]", module.Item)),
            "layer names");
    }
}
