using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Core.Runs;

namespace FedK8s.Cli.Manifests;

/// <summary>Reads a manifest and finds everything that keeps it from running on this machine. It writes nothing.</summary>
internal static class ManifestReader
{
    /// <param name="path">The manifest's file.</param>
    /// <param name="store">The folder, or address, that takes the place of <c>spec.checkpoint.storageUri</c>, or null.</param>
    /// <param name="forServices">Whether services will run it, whose store may be any; else this process, whose is a folder.</param>
    /// <exception cref="RunFailedException">The file is not there or cannot be read.</exception>
    public static Manifest Read(string path, string? store = null, bool forServices = false)
    {
        var file = Path.GetFullPath(path);
        var problems = new ManifestProblems();
        if (ManifestParser.Parse(ReadText(path), problems) is not { } document)
        {
            return new(file, null, problems.All, []);
        }

        var run = new ManifestBinder(problems).Bind<FederatedRun>(document);
        if (store is not null)
        {
            run = run with
            {
                Spec = run.Spec with { Checkpoint = run.Spec.Checkpoint with { StorageUri = AddressOf(store) } },
            };
        }

        foreach (var problem in SpecRules.Check(run))
        {
            problems.Add(problem);
        }

        var folder = Path.GetDirectoryName(file)!; // a file that was read has a folder
        LocalRules.Check(run.Spec, folder, forServices, problems);
        return new(file, AbsoluteAddresses.In(run, folder), problems.All, ClusterOnlyFields.In(problems.Positions.Keys));
    }

    private static string AddressOf(string store) =>
        store.Contains("://", StringComparison.Ordinal) ? store : FileAddress.Of(store);

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound, $"{path}: found no such file, wanted a FederatedRun manifest; check the path", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound,
                $"{path}: found something that cannot be read, wanted a FederatedRun manifest; check that it is a file that you may read",
                exception);
        }
    }
}
