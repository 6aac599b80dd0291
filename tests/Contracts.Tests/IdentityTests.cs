using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Manifests;

namespace FedK8s.Contracts.Tests;

public sealed class IdentityTests
{
    [Fact]
    public void Checkpoint_0_is_the_start_and_round_1_comes_next() => Assert.Equal(new RoundNumber(1), RoundNumber.Start.Next);

    [Fact]
    public void Rounds_are_in_the_order_of_their_numbers()
    {
        var (second, tenth) = (new RoundNumber(2), new RoundNumber(10));

        Assert.True(second < tenth && tenth > second && second <= tenth && tenth >= second);
        Assert.True(second.CompareTo(tenth) < 0);
    }

    [Fact]
    public void A_path_is_made_of_segments() =>
        Assert.Equal(new BlobPath("clients/site-a.json"), new BlobPath("clients") / "site-a.json");
}
