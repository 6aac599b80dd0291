using System.Net;
using FedK8s.Core.Errors;
using FedK8s.Core.Services;
using FedK8s.Testing;

namespace FedK8s.Core.Tests.Services;

public sealed class ServiceSettingsTests
{
    private static readonly Dictionary<string, string> Right = new()
    {
        ["FEDK8S_RUN_ID"] = "run-1",
        ["FEDK8S_STORE"] = "az://runs/clinic",
        ["FEDK8S_BROKER"] = "amqps://broker:5671/clinic",
    };

    [Fact]
    public void Three_variables_are_enough()
    {
        var settings = Read(Right);

        Assert.Equal("run-1", settings.RunId.Value);
        Assert.Equal("az://runs/clinic", settings.Store);
        Assert.Equal(("broker", 5671, "clinic"), (settings.Broker.Host, settings.Broker.Port, settings.Broker.VirtualHost));
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Any, 8080), settings.Health);
        Assert.Equal(LogForm.Text, settings.Log);
    }

    [Fact]
    public void The_page_on_services_has_every_setting_with_its_default_and_meaning()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "services.md"));

        Assert.All(ServiceSettings.All, setting => Assert.Contains(
            $"| `{setting.Name}` | {setting.Default} | {setting.Meaning} |\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_set_names_all_three() => Assert.Equal(
        ["FEDK8S_RUN_ID", "FEDK8S_STORE", "FEDK8S_BROKER"],
        Problem([]).Split("; ").Select(problem => problem.Split(':')[0]));

    [Theory]
    [InlineData("off", null)]
    [InlineData("127.0.0.1:9000", "127.0.0.1:9000")]
    [InlineData("[::1]:9000", "[::1]:9000")]
    public void Health_is_served_where_it_is_said(string value, string? endpoint) =>
        Assert.Equal(endpoint, Read(new(Right) { ["FEDK8S_HEALTH"] = value }).Health?.ToString());

    [Theory]
    [InlineData("FEDK8S_HEALTH", "8080")]
    [InlineData("FEDK8S_HEALTH", "here:8080")]
    [InlineData("FEDK8S_LOG", "xml")]
    public void What_cannot_be_read_is_named_and_shown(string name, string value) =>
        Assert.StartsWith($"{name}: found '{value}'", Problem(new(Right) { [name] = value }), StringComparison.Ordinal);

    [Theory]
    [InlineData("amqp://user:secret@broker")]
    [InlineData("http://broker/secret")]
    [InlineData("secret")]
    public void A_broker_that_cannot_be_read_is_not_shown_because_it_may_hold_a_password(string value)
    {
        var problem = Problem(new(Right) { ["FEDK8S_BROKER"] = value });

        Assert.StartsWith("FEDK8S_BROKER: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    private static ServiceSettings Read(Dictionary<string, string> variables)
    {
        var reader = new SettingsReader(variables.GetValueOrDefault);
        var settings = ServiceSettings.Read(reader);
        reader.RequireNoProblem();
        return settings;
    }

    private static string Problem(Dictionary<string, string> variables) =>
        Assert.Throws<RunFailedException>(() => Read(variables)).Message;
}
