using FedK8s.Core.Errors;

namespace FedK8s.Core.Tensors;

/// <summary>
/// The content of a tensor file, or of the index of several, breaks the format. This is the only exception that the
/// content of a file can cause, however hostile; a missing or unreadable file gives the BCL's I/O exceptions.
/// </summary>
public sealed class InvalidTensorFileException : RunFailedException
{
    private const string Cure = "fetch or export the file again";

    internal InvalidTensorFileException(string file, string found, string wanted, Exception? cause = null)
        : base(ExitCodes.InvalidTensorFile, $"{file}: {found}; wanted {wanted}; {Cure}.", cause)
    {
        File = file;
    }

    /// <summary>The file, as it was named when it was opened.</summary>
    public string File { get; }
}
