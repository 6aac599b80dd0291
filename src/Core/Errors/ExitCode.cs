namespace FedK8s.Core.Errors;

/// <summary>One reason for which a process ends without having done its work.</summary>
/// <param name="Code">FK1xxx operator, FK2xxx aggregator, FK3xxx worker, FK9xxx shared. Never reused for another
/// reason.</param>
/// <param name="ProcessExit">The number the process exits with, 2 to 130; a shell or a pod's status shows it.</param>
/// <param name="Title">What happened, as a sentence without a full stop; the heading of the code's page.</param>
public sealed record ExitCode(string Code, int ProcessExit, string Title)
{
    /// <summary>
    /// Whether starting the same process again, unchanged, may help: what failed lies outside and may pass. A pod's failure
    /// policy goes by it. Default false.
    /// </summary>
    public bool IsRetriable { get; init; }

    /// <summary>Where the page of this code lies, from the root of the repository.</summary>
    public string Page => $"docs/errors/{Code}.md";
}
