using FedK8s.Core.Errors;
using FedK8s.Core.Runs;

namespace FedK8s.Cli.Manifests;

/// <summary>
/// Gathers the problems of one manifest with their positions, and keeps one mistake from being reported twice: what could not
/// be read is not judged again by the rules.
/// </summary>
internal sealed class ManifestProblems
{
    private readonly List<ManifestProblem> _found = [];
    private readonly Dictionary<string, ManifestPosition> _positions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private readonly HashSet<string> _incomplete = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ManifestProblem> All =>
        [.. _found.OrderBy(problem => problem.Position.Line).ThenBy(problem => problem.Position.Column)];

    /// <summary>The fields that are written, with the positions of their values.</summary>
    public IReadOnlyDictionary<string, ManifestPosition> Positions => _positions;

    public void Locate(string path, ManifestPosition position) => _positions.TryAdd(path, position);

    public void Add(ManifestPosition position, string path, string found, string wanted, string cure) =>
        _found.Add(new(ExitCodes.InvalidManifest, position, path, found, wanted, cure));

    /// <summary>What is at or below <paramref name="path"/> could not be read: the rules must not judge what stands in for it.</summary>
    /// <returns>Whether this was not known yet.</returns>
    public bool Distrust(string path) => _unread.Add(path);

    /// <summary>A field of <paramref name="path"/> was not understood: a rule about the whole must not judge the rest.</summary>
    public void MarkIncomplete(string path) => _incomplete.Add(path);

    public void Add(SpecProblem problem) => Add(ExitCodes.InvalidManifest, problem);

    /// <summary>Adds a problem found after reading, unless its field could not be read.</summary>
    public void Add(ExitCode code, SpecProblem problem)
    {
        if (_incomplete.Contains(problem.Path) || _unread.Any(path => ManifestPath.IsAtOrBelow(problem.Path, path)))
        {
            return;
        }

        _found.Add(new(code, Find(problem.Path), problem.Path, problem.Found, problem.Wanted, problem.Cure));
    }

    // A field that is not written has no position; what contains it has.
    private ManifestPosition Find(string path)
    {
        for (var at = path; at.Length > 0; at = ManifestPath.Parent(at))
        {
            if (_positions.TryGetValue(at, out var position))
            {
                return position;
            }
        }

        return new(1, 1);
    }
}
