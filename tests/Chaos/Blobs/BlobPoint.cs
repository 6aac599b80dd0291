using System.Text.RegularExpressions;

namespace FedK8s.Chaos.Blobs;

/// <summary>A step of the protocol, as the blob service sees it.</summary>
/// <param name="Name">In lower case and hyphens; names the step in tables and in <c>ONLY</c>.</param>
/// <param name="Verb">As in <see cref="BlobRequest.Verb"/>.</param>
/// <param name="Path">A pattern of the whole of <see cref="BlobRequest.Path"/>.</param>
internal sealed record BlobPoint(string Name, string Verb, string Path)
{
    private readonly Regex _path = new($"^(?:{Path})$", RegexOptions.CultureInvariant);

    public bool IsAt(BlobRequest request) => request.Verb == Verb && _path.IsMatch(request.Path);
}
