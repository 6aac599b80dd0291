using FedK8s.Testing;
using FedK8s.Worker.Conversion;

namespace FedK8s.Worker.Tests.Network;

/// <summary>
/// A third party's trained checkpoint, stories260K of llama2.c. It lies beside the repository
/// (../shared/data/stories260k); where it does not, the tests that need it are skipped.
/// </summary>
internal static class Stories260k
{
    public static string Checkpoint { get; } = Beside("stories260K.bin");

    public static string Vocabulary { get; } = Beside("tok512.bin");

    /// <summary>Makes a model folder of it, as <c>fedk8s convert</c> does.</summary>
    public static void ConvertTo(string folder)
    {
        Assert.SkipUnless(File.Exists(Checkpoint), $"{Checkpoint} is not there.");
        ModelConversion.Convert(CheckpointFormat.Llama2c, Checkpoint, Vocabulary, folder);
    }

    private static string Beside(string name) => RepositoryRoot.Combine("..", "shared", "data", "stories260k", name);
}
