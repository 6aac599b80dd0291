namespace FedK8s.Testing;

/// <summary>The folder that holds FedK8s.sln, found upwards from the running test's assembly.</summary>
public static class RepositoryRoot
{
    public const string SolutionName = "FedK8s.sln";

    /// <summary>The repository's absolute path.</summary>
    public static string Path { get; } = Find();

    /// <summary>The absolute path of a file or folder inside the repository; it need not exist.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, SolutionName)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"No {SolutionName} above {AppContext.BaseDirectory}: run the tests from a build inside the repository.");
    }
}
