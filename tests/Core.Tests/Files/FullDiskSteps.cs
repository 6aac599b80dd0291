using FedK8s.Core.Files;

namespace FedK8s.Core.Tests.Files;

/// <summary>A disk on which files can be made but that has no room for a byte.</summary>
internal sealed class FullDiskSteps : FileSteps
{
    private const int NoSpaceLeft = 28; // ENOSPC; .NET gives errno as the HResult

    public override Stream Create(string path) => new FullStream(base.Create(path));

    public override void Sync(Stream file) => file.Flush();

    private sealed class FullStream(Stream file) : MemoryStream
    {
        public override void Flush() => throw new IOException("No space left on device", NoSpaceLeft);

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
