namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>Names and what they stand for. A loop's body has a scope of its own: what it sets is gone after each turn.</summary>
internal sealed class Scope(Scope? outer, RenderBudget budget)
{
    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);

    /// <summary>What the rendering may still cost.</summary>
    public RenderBudget Budget => budget;

    public Scope Inner() => new(this, budget);

    public void Set(string name, object? value) => _names[name] = value;

    public object? Find(string name) =>
        _names.TryGetValue(name, out var value) ? value : outer is null ? Undefined.Value : outer.Find(name);
}
