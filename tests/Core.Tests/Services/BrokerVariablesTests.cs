using FedK8s.Core.Errors;
using FedK8s.Core.Messaging;
using FedK8s.Core.Services;

namespace FedK8s.Core.Tests.Services;

public sealed class BrokerVariablesTests
{
    [Theory]
    [InlineData("amqp://rabbit", "rabbit", 5672, "/", false)]
    [InlineData("amqps://rabbit", "rabbit", 5671, "/", true)]
    [InlineData("amqp://127.0.0.1:7000/", "127.0.0.1", 7000, "/", false)]
    [InlineData("amqps://rabbit:7001/a%2Fb", "rabbit", 7001, "a/b", true)]
    public void An_address_gives_host_port_and_virtual_host(string address, string host, int port, string virtualHost, bool isTls)
    {
        var broker = Read(("FEDK8S_BROKER", address));

        Assert.Equal((host, port, virtualHost, isTls), (broker.Host, broker.Port, broker.VirtualHost, broker.IsTls));
    }

    [Fact]
    public void Nobody_named_is_guest() => Assert.Equal(
        ("guest", "guest"), (Read(("FEDK8S_BROKER", "amqp://rabbit")).User, Read(("FEDK8S_BROKER", "amqp://rabbit")).Password));

    [Theory]
    [InlineData("rabbit")]
    [InlineData("http://rabbit")]
    [InlineData("amqp://me:opensesame@rabbit")]
    public void Another_address_is_a_problem_and_not_shown(string address)
    {
        var failure = Assert.Throws<RunFailedException>(() => Read(("FEDK8S_BROKER", address)));

        Assert.Equal(ExitCodes.InvalidSettings, failure.Code);
        Assert.DoesNotContain(address, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://rabbit", "FEDK8S_BROKER_CA_FILE")]
    [InlineData("amqp://rabbit", "FEDK8S_BROKER_CERT_FILE")]
    [InlineData("amqps://rabbit", "FEDK8S_BROKER_KEY_FILE")]
    public void A_file_that_would_not_be_used_is_a_problem(string address, string variable)
    {
        var failure = Assert.Throws<RunFailedException>(() => Read(("FEDK8S_BROKER", address), (variable, "a.pem")));

        Assert.StartsWith(variable, failure.Message, StringComparison.Ordinal);
    }

    private static BrokerSettings Read(params (string Name, string Value)[] variables)
    {
        var reader = new SettingsReader(variables.ToDictionary(pair => pair.Name, pair => pair.Value).GetValueOrDefault);
        var broker = BrokerVariables.Read(reader);
        reader.RequireNoProblem();
        return broker;
    }
}
