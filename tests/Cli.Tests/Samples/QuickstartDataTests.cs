using FedK8s.Cli.Samples;
using FedK8s.Testing;

namespace FedK8s.Cli.Tests.Samples;

public sealed class QuickstartDataTests
{
    private static string Committed => RepositoryRoot.Combine("k8s", "samples", "quickstart", "data");

    [Fact]
    public void The_committed_files_are_those_that_are_generated()
    {
        using var folder = new TemporaryFolder();

        QuickstartData.Write(folder.Path);

        Assert.Equal(Contents(folder.Path), Contents(Committed));
    }

    [Fact]
    public void No_test_ticket_occurs_in_a_clients_data()
    {
        var clients = Directory.GetFiles(Committed, "client-*.jsonl").SelectMany(File.ReadLines).ToHashSet();
        var tickets = File.ReadAllLines(Path.Combine(Committed, "tickets.jsonl"));

        Assert.Equal(400, tickets.Distinct().Except(clients).Count());
    }

    [Fact]
    public void A_clients_own_department_makes_up_more_than_half_of_its_tickets()
    {
        var largestShares = Directory.GetFiles(Committed, "client-*.jsonl")
            .Select(file => File.ReadLines(file).GroupBy(line => line[line.LastIndexOf(':')..]).Max(group => group.Count()) / 240.0);

        Assert.All(largestShares, share => Assert.InRange(share, 0.55, 0.8));
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
}
