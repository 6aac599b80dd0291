using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Manifests;

/// <summary>
/// Makes the spec's records from a manifest's nodes. The records alone say which fields there are: a property is a field by its
/// camel-case name, a <c>required</c> one must be written, and an initialiser is the default.
/// </summary>
internal sealed class ManifestBinder(ManifestProblems problems)
{
    /// <summary>
    /// The record that <paramref name="node"/> describes. What is missing or wrong is reported, and a stand-in takes its place,
    /// so that the rest can still be judged.
    /// </summary>
    public TRecord Bind<TRecord>(ManifestNode node)
        where TRecord : class => (TRecord)BindRecord(typeof(TRecord), node, "");

    private object Bind(Type type, ManifestNode node, string path)
    {
        problems.Locate(path, node.Position);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
        {
            return ManifestJson.From(node);
        }

        if (ItemType(type) is { } item)
        {
            return BindList(item, node, path);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return BindDictionary(node, path);
        }

        return ScalarText.Reads(type) ? BindScalar(type, node, path) : BindRecord(type, node, path);
    }

    private object BindScalar(Type type, ManifestNode node, string path)
    {
        if (node is ManifestNode.Scalar scalar && ScalarText.TryRead(type, scalar, out var value))
        {
            return value;
        }

        var suggestion = node is ManifestNode.Scalar { Text: var text } && type.IsEnum
            ? Suggestion.Closest(text, Enum.GetNames(type))
            : null;
        Refuse(node, path, ScalarText.Wanted(type), suggestion is null ? ScalarText.Cure(type, node) : $"did you mean {suggestion}?");
        return StandIn(type);
    }

    private Array BindList(Type item, ManifestNode node, string path)
    {
        if (node is not ManifestNode.Sequence { Items: var items })
        {
            Refuse(node, path, "a list", "start each item with a hyphen, or write [ ... ]");
            return Array.CreateInstance(item, 0);
        }

        var list = Array.CreateInstance(item, items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            list.SetValue(Bind(item, items[index], $"{path}[{index}]"), index);
        }

        return list;
    }

    private Dictionary<string, string> BindDictionary(ManifestNode node, string path)
    {
        var dictionary = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not ManifestNode.Mapping { Fields: var fields })
        {
            Refuse(node, path, "names and texts", "write each as name: text");
            return dictionary;
        }

        foreach (var field in fields)
        {
            dictionary[field.Name] = (string)Bind(typeof(string), field.Value, ManifestPath.Field(path, field.Name));
        }

        return dictionary;
    }

    private object BindRecord(Type type, ManifestNode node, string path)
    {
        if (node is not ManifestNode.Mapping { Fields: var fields })
        {
            Refuse(node, path, "fields", ScalarText.IsNothing(node) ? "write {} for the defaults, or remove the line" : "write name: value, indented");
            return StandIn(type);
        }

        var record = Activator.CreateInstance(type)!; // a class, so never null
        var properties = Properties(type);
        foreach (var field in fields)
        {
            BindField(record, properties, field, path);
        }

        foreach (var (name, property) in properties)
        {
            if (IsRequired(property) && fields.All(field => field.Name != name))
            {
                AddMissing(record, name, property, node, path);
            }
        }

        return record;
    }

    private void BindField(object record, Dictionary<string, PropertyInfo> properties, ManifestField field, string path)
    {
        var fieldPath = ManifestPath.Field(path, field.Name);
        if (!properties.TryGetValue(field.Name, out var property))
        {
            if (!IgnoredFields.Contains(fieldPath))
            {
                AddUnknown(properties.Keys, field, path);
            }

            return;
        }

        property.SetValue(record, Bind(property.PropertyType, field.Value, fieldPath));
    }

    private void AddUnknown(IReadOnlyCollection<string> known, ManifestField field, string path)
    {
        var fieldPath = ManifestPath.Field(path, field.Name);
        problems.MarkIncomplete(path);
        if (LaterFields.Find(fieldPath) is { } later)
        {
            problems.Add(
                field.Position,
                fieldPath,
                $"{later}, which is not in this version",
                "a field that this version carries out",
                "remove it, or wait for a later version");
            return;
        }

        var suggestion = Suggestion.Closest(field.Name, known);
        problems.Add(
            field.Position,
            fieldPath,
            "a field that does not exist",
            suggestion is null ? $"one of {string.Join(", ", known)}" : "one that does",
            suggestion is null ? "remove it" : $"did you mean {suggestion}?");
    }

    private void AddMissing(object record, string name, PropertyInfo property, ManifestNode node, string path)
    {
        var fieldPath = ManifestPath.Field(path, name);
        var position = problems.Positions.GetValueOrDefault(path, node.Position);
        problems.Add(position, fieldPath, "nothing", "the field", $"add {name}: to {(path.Length == 0 ? "the manifest" : path)}");
        problems.Distrust(fieldPath);
        property.SetValue(record, StandIn(property.PropertyType));
    }

    private void Refuse(ManifestNode node, string path, string wanted, string cure)
    {
        if (problems.Distrust(path))
        {
            problems.Add(node.Position, path, ScalarText.Describe(node), wanted, cure);
        }
    }

    // Something of the right type, so that rules can look at the record; problems.Distrust keeps them from judging it.
    private static object StandIn(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "";
        }

        if (ItemType(type) is { } item)
        {
            return Array.CreateInstance(item, 0);
        }

        var value = RuntimeHelpers.GetUninitializedObject(type);
        if (!type.IsValueType)
        {
            value = Activator.CreateInstance(type)!; // a class, so never null
            foreach (var property in Properties(type).Values.Where(IsRequired))
            {
                property.SetValue(value, StandIn(property.PropertyType));
            }
        }

        return value;
    }

    private static bool IsRequired(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static Dictionary<string, PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.Ordinal);
}
