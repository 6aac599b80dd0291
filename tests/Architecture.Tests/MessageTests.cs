using FedK8s.Contracts;
using FedK8s.Testing;

namespace FedK8s.Architecture.Tests;

/// <summary>
/// A message's identity on the bus is its namespace and name, and its fields are its names: moving or renaming either breaks
/// processes that are already running. messages.txt pins them.
/// </summary>
public sealed class MessageTests
{
    [Fact]
    public void Message_identities_are_those_that_are_pinned()
    {
        var messages = typeof(ContractJson).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "FedK8s.Contracts.Commands" or "FedK8s.Contracts.Events")
            .Select(type =>
                $"urn:message:{type.Namespace}:{type.Name} "
                + string.Join(", ", type.GetProperties().Select(property => property.Name)))
            .Order(StringComparer.Ordinal);

        var pinned = File.ReadAllLines(
            Path.Combine(RepositoryRoot.Path, "tests", "Architecture.Tests", "messages.txt"));

        Assert.Equal(pinned, messages);
    }
}
