using FedK8s.Core.Errors;
using FedK8s.Testing;
using FedK8s.Worker.Resumption;

namespace FedK8s.Worker.Tests.Resumption;

public sealed class ClientStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_workers_never_share_a_clients_state()
    {
        using var first = Open("a");

        var failure = Assert.Throws<RunFailedException>(() => Open("a"));

        Assert.Equal(ExitCodes.ClientStateInUse, failure.Code);
        Assert.Contains("client a", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_and_runs_have_folders_of_their_own()
    {
        using var a = Open("a");
        using var b = Open("b");
        using var other = ClientState.Open(_folder["state"], new("run-2"), new("a"));

        Assert.Equal(3, new[] { a.Folder, b.Folder, other.Folder }.Distinct().Count());
    }

    [Fact]
    public void A_state_that_was_given_up_can_be_taken_and_holds_what_was_put_there()
    {
        using (var first = Open("a"))
        {
            File.WriteAllText(Path.Combine(first.Folder, "adapter"), "private");
        }

        using var second = Open("a");

        Assert.Equal("private", File.ReadAllText(Path.Combine(second.Folder, "adapter")));
    }

    [Fact]
    public void A_name_that_leads_elsewhere_is_refused() => Assert.Throws<InvalidDataException>(() => Open(".."));

    [Fact]
    public void A_volume_that_cannot_be_written_is_told_with_its_code()
    {
        File.WriteAllText(_folder["state"], "a file, no folder");

        Assert.Equal(ExitCodes.OutputNotWritable, Assert.Throws<RunFailedException>(() => Open("a")).Code);
    }

    [Fact]
    public void A_process_that_joins_twice_holds_its_state_once()
    {
        using var states = new ClientStates(_folder["state"], new("run-1"));

        Assert.Same(states.Of(new("a")), states.Of(new("a")));
    }

    private ClientState Open(string client) => ClientState.Open(_folder["state"], new("run-1"), new(client));
}
