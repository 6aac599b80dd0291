using FedK8s.Core.Tensors;
using FedK8s.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FedK8s.Core.Tests.Tensors;

public sealed class SafetensorsLawTests : IDisposable
{
    private static readonly Gen<TensorDeclaration> Declaration =
        from name in ArbMap.Default.GeneratorFor<NonEmptyString>()
        from type in Gen.Elements(Enum.GetValues<TensorType>())
        from shape in Gen.Choose(0, 4).Select(length => (long)length).ListOf()
        select new TensorDeclaration($"t{string.Concat(name.Get.Where(IsPlain))}", type, [.. shape.Take(4)]);

    private static readonly Arbitrary<TensorDeclaration[]> Declarations =
        Declaration.ListOf().Select(list => list.DistinctBy(tensor => tensor.Name).ToArray()).ToArbitrary();

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read() => Prop.ForAll(Declarations, tensors =>
    {
        var written = WriteRandomBytes(tensors);
        using var file = SafetensorsFile.Open(_folder["law.safetensors"]);
        return file.Entries.Count == tensors.Length && tensors.All(tensor =>
            file.Find(tensor.Name) is { } entry
            && entry.Declaration == tensor
            && file.Bytes(entry).SequenceEqual(written[tensor.Name]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Copying_a_file_tensor_by_tensor_gives_the_same_bytes() => Prop.ForAll(Declarations, tensors =>
    {
        WriteRandomBytes(tensors);
        using (var file = SafetensorsFile.Open(_folder["law.safetensors"]))
        {
            SafetensorsWriter.WriteFile(
                _folder["copy.safetensors"], file.Entries.Reverse().Select(entry => entry.Declaration),
                file.Metadata, (writer, entry) => writer.Write(entry, file.Bytes(file.Find(entry.Name)!)));
        }

        return File.ReadAllBytes(_folder["law.safetensors"]).SequenceEqual(
            File.ReadAllBytes(_folder["copy.safetensors"]));
    }).QuickCheckThrowOnFailure();

    private Dictionary<string, byte[]> WriteRandomBytes(TensorDeclaration[] tensors)
    {
        var random = new Random(tensors.Length);
        var written = new Dictionary<string, byte[]>();
        SafetensorsWriter.WriteFile(_folder["law.safetensors"], tensors, null, (writer, entry) =>
        {
            var bytes = new byte[entry.ByteCount];
            random.NextBytes(bytes);
            written.Add(entry.Name, bytes);
            writer.Write(entry, bytes);
        });
        return written;
    }

    private static bool IsPlain(char c) => !char.IsControl(c) && !char.IsSurrogate(c);
}
