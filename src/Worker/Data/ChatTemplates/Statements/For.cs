using System.Text;
using FedK8s.Worker.Data.ChatTemplates.Expressions;

namespace FedK8s.Worker.Data.ChatTemplates.Statements;

/// <summary><c>{% for a, b in items if condition %}</c> with its <c>{% else %}</c>, for no items.</summary>
internal sealed record For(
    IReadOnlyList<string> Names, IExpression Items, IExpression? Condition, IStatement Body, IStatement? Else) : IStatement
{
    public void Render(Scope scope, StringBuilder output)
    {
        var items = Values.Items(Items.Evaluate(scope)).Where(item => IsWanted(item, scope)).ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            scope.Budget.TakeStep();
            var inner = scope.Inner();
            Bind(items[i], inner);
            inner.Set("loop", Loop(items, i));
            Body.Render(inner, output);
        }

        if (items.Length == 0)
        {
            Else?.Render(scope, output);
        }
    }

    private bool IsWanted(object? item, Scope scope)
    {
        if (Condition is null)
        {
            return true;
        }

        scope.Budget.TakeStep();
        var inner = scope.Inner();
        Bind(item, inner);
        return Values.IsTrue(Condition.Evaluate(inner));
    }

    private void Bind(object? item, Scope inner)
    {
        if (Names.Count == 1)
        {
            inner.Set(Names[0], item);
            return;
        }

        var parts = Values.Items(item);
        if (parts.Count != Names.Count)
        {
            throw new ChatTemplateException($"it takes {Names.Count} names from {parts.Count} items");
        }

        foreach (var (name, part) in Names.Zip(parts))
        {
            inner.Set(name, part);
        }
    }

    private static Dictionary<string, object?> Loop(object?[] items, int i) => new(StringComparer.Ordinal)
    {
        ["index"] = i + 1L,
        ["index0"] = (long)i,
        ["revindex"] = (long)items.Length - i,
        ["revindex0"] = items.Length - i - 1L,
        ["first"] = i == 0,
        ["last"] = i == items.Length - 1,
        ["length"] = (long)items.Length,
        ["previtem"] = i > 0 ? items[i - 1] : Undefined.Value,
        ["nextitem"] = i + 1 < items.Length ? items[i + 1] : Undefined.Value,
    };
}
