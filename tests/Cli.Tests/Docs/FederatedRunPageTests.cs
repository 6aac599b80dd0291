using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FedK8s.Contracts.Spec;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Docs;

/// <summary>docs/federatedrun.md names every field of the spec's records, with its type and its default.</summary>
public sealed class FederatedRunPageTests
{
    private static readonly string[] _rows =
        [.. File.ReadLines(RepositoryRoot.Combine("docs", "federatedrun.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

    [Fact]
    public void Every_field_has_a_row_with_its_type_and_default() =>
        Assert.All(
            Fields(typeof(FederatedRun), ""),
            field => Assert.Contains(_rows, row => row.StartsWith(field, StringComparison.Ordinal)));

    [Fact]
    public void Every_row_is_a_field() =>
        Assert.All(
            _rows,
            row => Assert.Contains(
                Fields(typeof(FederatedRun), ""), field => row.StartsWith(field, StringComparison.Ordinal)));

    private static IEnumerable<string> Fields(Type record, string parent)
    {
        var defaults = Activator.CreateInstance(record);
        foreach (var property in record.GetProperties().Where(property => property.CanWrite))
        {
            var path = parent + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            yield return $"| `{path}` | {TypeWords(type)} | {Default(property, defaults)} |";

            var item = Item(type);
            if (IsRecord(item ?? type))
            {
                foreach (var field in Fields(item ?? type, item is null ? $"{path}." : $"{path}[]."))
                {
                    yield return field;
                }
            }
        }
    }

    private static string TypeWords(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(double) => "number",
        _ when type == typeof(JsonElement) => "anything",
        _ when type == typeof(IReadOnlyDictionary<string, string>) => "names and texts",
        _ when type == typeof(IReadOnlyList<string>) => "list of texts",
        _ when type == typeof(IReadOnlyList<int>) => "list of whole numbers",
        _ when Item(type) is not null => "list",
        { IsEnum: true } => Words(Enum.GetNames(type)),
        _ => "fields",
    };

    private static string Default(PropertyInfo property, object? defaults) => property switch
    {
        _ when property.IsDefined(typeof(RequiredMemberAttribute)) => "required",
        _ => property.GetValue(defaults) switch
        {
            null => "none",
            bool truth => truth ? "true" : "false",
            string text => text,
            IReadOnlyCollection<string> { Count: 0 } => "empty",
            IEnumerable<string> texts => string.Join(", ", texts),
            IEnumerable => "empty",
            Enum word => word.ToString(),
            IFormattable number and (int or long) => number.ToString(null, CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture).Replace("E-", "e-", StringComparison.Ordinal),
            _ => "defaults",
        },
    };

    private static string Words(string[] names) =>
        names is [var only] ? only : $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static Type? Item(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsRecord(Type type) => type.Namespace == typeof(FederatedRun).Namespace && !type.IsEnum;
}
