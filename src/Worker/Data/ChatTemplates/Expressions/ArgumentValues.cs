namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>The values of a call's arguments.</summary>
internal sealed record ArgumentValues(IReadOnlyList<object?> ByPosition, IReadOnlyDictionary<string, object?> ByName)
{
    /// <summary>By position; what is not defined where there are fewer.</summary>
    public object? At(int index) => index < ByPosition.Count ? ByPosition[index] : Undefined.Value;

    /// <summary>A text by position; null where there are fewer, or another value stands there.</summary>
    public string? TextAt(int index) => At(index) as string;

    /// <summary>By name; null where it is not given.</summary>
    public object? Named(string name) => ByName.GetValueOrDefault(name);
}
