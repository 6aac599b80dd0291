using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace FedK8s.TorchSemantics.Surface;

/// <summary>An assembly's public surface as one line per member, so that two assemblies can be compared.</summary>
internal static class Signatures
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Every type and member that another assembly can use, as declared. A base class marked as not
    /// browsable is an inner matter: its members count as those of the classes that derive from it.</summary>
    public static IReadOnlyList<string> Declare(Assembly assembly) =>
        [.. VisibleTypes(assembly).Where(type => !IsHidden(type))
            .SelectMany(type => Describe(type, WithHiddenBases(type))).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>As <see cref="Declare"/>, with inherited members under each type that inherits them, so that it does
    /// not matter which class of a hierarchy declares a member.</summary>
    public static IReadOnlySet<string> Flatten(Assembly assembly) =>
        VisibleTypes(assembly).SelectMany(type => Describe(type, Lineage(type))).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Type> VisibleTypes(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => type.Namespace?.StartsWith("TorchSharp", StringComparison.Ordinal) == true);

    private static bool IsHidden(Type type) =>
        type.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never };

    private static List<Type> WithHiddenBases(Type type) =>
        [type, .. Lineage(type).Skip(1).TakeWhile(one => !one.IsInterface && IsHidden(one))];

    private static List<Type> Lineage(Type type)
    {
        var lineage = new List<Type>();
        for (var current = type; current is not null && current.Assembly == type.Assembly; current = current.BaseType)
        {
            lineage.Add(current.IsGenericType && current != type ? current.GetGenericTypeDefinition() : current);
        }
        lineage.AddRange(type.GetInterfaces().Where(one => one.Assembly == type.Assembly));
        return lineage;
    }

    private static IEnumerable<string> Describe(Type type, IReadOnlyList<Type> sources)
    {
        var name = TypeNames.Of(type);
        yield return $"{Kind(type)} {name}";
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValuesAsUnderlyingType(type))
            {
                var number = Convert.ToString(value, CultureInfo.InvariantCulture);
                yield return $"{name}.{Enum.GetName(type, value)} = {number}";
            }
            yield break;
        }
        foreach (var member in sources.SelectMany((source, depth) => Members(source, inherited: depth > 0)))
        {
            yield return $"{name}.{member}";
        }
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";

    private static IEnumerable<string> Members(Type type, bool inherited)
    {
        foreach (var field in type.GetFields(Declared).Where(IsVisible))
        {
            yield return $"{field.Name} : {TypeNames.Of(field.FieldType)}{Static(field.IsStatic)}";
        }
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            if (!inherited && !constructor.IsStatic)
            {
                yield return $"new({Parameters(constructor)})";
            }
        }
        foreach (var method in type.GetMethods(Declared).Where(IsVisible))
        {
            yield return $"{method.Name}{TypeParameters(method)}({Parameters(method)}) : " +
                $"{TypeNames.Of(method.ReturnType)}{Static(method.IsStatic)}";
        }
    }

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)
        && method.Name is not ("Finalize" or "Equals" or "GetHashCode" or "ToString");

    private static string Static(bool isStatic) => isStatic ? " static" : "";

    private static string TypeParameters(MethodInfo method) => method.IsGenericMethod
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>"
        : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var spread = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var fallback = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{spread}{TypeNames.Of(parameter.ParameterType)} {parameter.Name}{fallback}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
