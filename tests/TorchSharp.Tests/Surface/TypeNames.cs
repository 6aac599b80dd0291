namespace FedK8s.TorchSemantics.Surface;

/// <summary>Short readable names: `torch.Tensor`, `IList&lt;torch.Tensor&gt;`, `long[]`, `(long, long)`.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }
        if (type.IsByRef)
        {
            return $"ref {Of(type.GetElementType()!)}";
        }
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }
        if (type.IsGenericParameter)
        {
            return type.Name;
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }
        return type.FullName is { } full && full.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
            ? $"({string.Join(", ", type.GetGenericArguments().Select(Of))})"
            : Path(type);
    }

    // A nested type repeats the type arguments of the types around it; each part names its own only.
    private static string Path(Type type)
    {
        var arguments = type.GetGenericArguments();
        var parts = new List<string>();
        for (var current = type; current is not null; current = current.DeclaringType)
        {
            var outer = current.DeclaringType?.GetGenericArguments().Length ?? 0;
            var own = arguments[outer..current.GetGenericArguments().Length];
            var name = current.Name.Split('`')[0];
            parts.Insert(0, own.Length == 0 ? name : $"{name}<{string.Join(", ", own.Select(Of))}>");
        }
        var path = string.Join('.', parts);
        return type.Namespace is "TorchSharp.Modules" or "TorchSharp.Utils" ? $"{type.Namespace[11..]}.{path}" : path;
    }
}
