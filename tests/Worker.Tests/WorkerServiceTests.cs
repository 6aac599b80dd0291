using FedK8s.Testing;

namespace FedK8s.Worker.Tests;

public sealed class WorkerServiceTests
{
    [Fact]
    public void The_page_on_services_has_every_setting_with_its_default_and_meaning()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "services.md"));

        Assert.All(WorkerService.Description.Settings, setting => Assert.Contains(
            $"| `{setting.Name}` | {setting.Default} | {setting.Meaning} |\n", page, StringComparison.Ordinal));
    }
}
