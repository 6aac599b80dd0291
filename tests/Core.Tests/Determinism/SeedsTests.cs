using FedK8s.Core.Determinism;

namespace FedK8s.Core.Tests.Determinism;

public sealed class SeedsTests
{
    // Python: struct.unpack("<Q", hashlib.sha256("\n".join(words).encode()).digest()[:8])
    [Theory]
    [InlineData(42, 1743196225528115750UL, "shuffle", "site-a", "3")]
    [InlineData(42, 17513620335096540686UL, "shuffle", "site-a3")]
    [InlineData(-1, 18172431288033324315UL)]
    public void A_seed_is_the_start_of_the_hash_of_its_words(long runSeed, ulong expected, params string[] purpose) =>
        Assert.Equal(expected, Seeds.Derive(runSeed, purpose));
}
