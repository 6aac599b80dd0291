namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>What stands between the parentheses of a call.</summary>
internal sealed record Arguments(
    IReadOnlyList<IExpression> ByPosition, IReadOnlyList<(string Name, IExpression Value)> ByName)
{
    public static Arguments None { get; } = new([], []);

    public ArgumentValues Evaluate(Scope scope) => new(
        [.. ByPosition.Select(argument => argument.Evaluate(scope))],
        ByName.ToDictionary(argument => argument.Name, argument => argument.Value.Evaluate(scope), StringComparer.Ordinal));
}
