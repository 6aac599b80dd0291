using FedK8s.Core.Files;

namespace FedK8s.Core.Tests.Files;

/// <summary>
/// A process that dies at a chosen step: in a write (half of it reaches the file), or just before or just after a step
/// that changes names. A dead process does nothing more, so everything after fails too, cleaning up included.
/// </summary>
internal sealed class DyingSteps(int dyingStep) : FileSteps
{
    private int _step;

    public bool IsDead => _step > dyingStep;

    public override void CreateFolder(string path) => Do(() => base.CreateFolder(path));

    public override Stream Create(string path)
    {
        Stream? file = null;
        Do(() => file = new DyingStream(
            this, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)));
        return file!; // Do has thrown, or made it
    }

    public override void Sync(Stream file) => Do(file.Flush);

    public override void Rename(string source, string target) => Do(() => base.Rename(source, target));

    public override void Delete(string path) => Do(() => base.Delete(path));

    public override void SyncFolder(string folder) => Do(() => base.SyncFolder(folder));

    private void Do(Action step)
    {
        Live();
        step();
        Live();
    }

    private void Live()
    {
        if (_step++ >= dyingStep)
        {
            throw new ProcessDiedException();
        }
    }

    private sealed class DyingStream(DyingSteps process, FileStream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            process.Live();
            file.Write(buffer, offset, count / 2);
            process.Live();
            file.Write(buffer, offset + count / 2, count - count / 2);
        }

        public override void Flush() => file.Flush(flushToDisk: true);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // The system closes a dead process's files, and gives its locks back.
        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
