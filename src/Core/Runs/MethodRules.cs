using FedK8s.Contracts.Spec;

namespace FedK8s.Core.Runs;

/// <summary>What must hold for <c>spec.method</c>: exactly one member, its settings in range.</summary>
internal static class MethodRules
{
    private const string Path = "spec.method";

    public static void Check(MethodSpec method, SpecProblems problems)
    {
        CheckUnion(method, problems);
        if (method.BlockExpansion is { } expansion)
        {
            CheckExpansion(expansion, problems);
        }

        if (method.Adapter is { } adapter)
        {
            problems.AtLeast($"{Path}.adapter.bottleneck", adapter.Bottleneck, 1);
        }
    }

    private static void CheckExpansion(BlockExpansionMethodSpec expansion, SpecProblems problems)
    {
        const string at = $"{Path}.blockExpansion";
        CheckPlacement(expansion.Blocks, $"{at}.blocks", problems);
        var allocation = expansion.Allocation;
        problems.AtLeast($"{at}.allocation.reallocateEvery", allocation.ReallocateEvery, 1);
        problems.AtLeast($"{at}.allocation.minTrainersPerBlock", allocation.MinTrainersPerBlock, 1);
        problems.NotNegative($"{at}.allocation.roundSeconds", allocation.RoundSeconds);
        problems.NotNegative($"{at}.allocation.coverageWeight", allocation.CoverageWeight);
        if (!(allocation.HeterogeneityWeight is >= -1 and <= 1))
        {
            problems.Add(
                $"{at}.allocation.heterogeneityWeight",
                FormattableString.Invariant($"{allocation.HeterogeneityWeight}"),
                "a number from -1 to 1",
                "write 0 for no difference between clients");
        }
    }

    private static void CheckPlacement(BlockPlacementSpec blocks, string at, SpecProblems problems)
    {
        problems.AtLeast($"{at}.count", blocks.Count, 0);
        problems.AtLeast($"{at}.minSpacing", blocks.MinSpacing, 0);
        foreach (var (index, position) in blocks.Explicit.Index())
        {
            problems.AtLeast($"{at}.explicit[{index}]", position, 0);
        }

        problems.Unique(
            blocks.Explicit.Index().Select(position => ($"{at}.explicit[{position.Index}]", FormattableString.Invariant($"{position.Item}"))),
            "block numbers");
        var isExplicit = blocks.Positions == BlockPositions.Explicit;
        if (isExplicit != (blocks.Explicit.Count > 0))
        {
            problems.Add(
                $"{at}.explicit",
                isExplicit ? "an empty list" : $"{blocks.Explicit.Count} numbers, and positions: {blocks.Positions}",
                isExplicit ? "at least one block number, as positions: Explicit asks for" : "no list, unless positions is Explicit",
                isExplicit ? "write for example [1, 3]" : "write positions: Explicit, or remove the list");
        }

        if (isExplicit && blocks.Count > 0 && blocks.Count != blocks.Explicit.Count)
        {
            problems.Add(
                $"{at}.count", $"{blocks.Count}, with {blocks.Explicit.Count} numbers in explicit", "as many as are listed", "leave it out");
        }
    }

    private static void CheckUnion(MethodSpec method, SpecProblems problems)
    {
        (string Name, object? Member)[] members =
            [("full", method.Full), ("lora", method.Lora), ("adapter", method.Adapter), ("blockExpansion", method.BlockExpansion)];
        var names = string.Join(", ", members.Select(member => member.Name));
        var set = members.Where(member => member.Member is not null).Select(member => member.Name).ToArray();
        if (set.Length == 0)
        {
            problems.Add(Path, "no method", $"exactly one of {names}", "add one, for example lora: {}");
        }
        else if (set.Length > 1)
        {
            problems.Add(
                Path,
                $"{set.Length} methods: {string.Join(" and ", set)}",
                $"exactly one of {names}",
                $"keep one, for example {set[0]}");
        }
    }
}
