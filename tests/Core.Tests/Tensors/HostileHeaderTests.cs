using System.Text;
using FedK8s.Core.Errors;
using FedK8s.Core.Tensors;
using FedK8s.Testing;
using static FedK8s.Core.Tests.Tensors.TensorFiles;

namespace FedK8s.Core.Tests.Tensors;

public sealed class HostileHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, (byte)'{', (byte)'}' })]
    public void A_header_length_that_the_file_does_not_have_is_refused(byte[] file) => AssertRefused(file);

    [Theory]
    [InlineData("[]")]
    [InlineData(" {}")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{}{}")]
    [InlineData("{}\0")]
    [InlineData("{// no comments\n}")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[]]]],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":{},"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"stride":[1]}}""")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":[]}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":{"a":{"b":"c"}}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""")]
    public void A_header_that_is_not_the_formats_json_is_refused(string json) => AssertRefused(FromHeader(json, 4));

    [Theory]
    [InlineData("")]
    [InlineData("\\u0000")]
    [InlineData("a\\nb")]
    [InlineData("\\ud800")]
    public void A_name_that_could_mislead_a_reader_is_refused(string name) =>
        AssertRefused(FromHeader(Entry(name, "[1]", "[0,4]"), 4));

    [Fact]
    public void A_name_that_is_not_utf8_is_refused()
    {
        var json = Encoding.UTF8.GetBytes(Entry("a", "[1]", "[0,4]"));
        json[2] = 0xFF;

        AssertRefused(FromHeader(json, new byte[4]));
    }

    [Theory]
    [InlineData("[-1]", "[0,4]")]
    [InlineData("[1,-1,-1]", "[0,4]")]
    [InlineData("[9223372036854775807,2]", "[0,4]")]
    [InlineData("[9223372036854775807]", "[0,4]")]
    [InlineData("[9223372036854775807,9223372036854775807,0]", "[0,0]")]
    [InlineData("[4294967296,4294967296]", "[0,0]")]
    [InlineData("[18446744073709551616]", "[0,4]")]
    [InlineData("[1e1]", "[0,4]")]
    public void A_shape_that_memory_cannot_have_is_refused(string shape, string offsets) =>
        AssertRefused(FromHeader(Entry("a", shape, offsets), 4));

    [Fact]
    public void More_dimensions_than_a_tensor_can_have_are_refused()
    {
        var shape = $"[{string.Join(",", Enumerable.Repeat("1", TensorShape.MaximumRank + 1))}]";

        AssertRefused(FromHeader(Entry("a", shape, "[0,4]"), 4));
    }

    [Theory]
    [InlineData("[0,3]")]
    [InlineData("[0,5]")]
    [InlineData("[4,0]")]
    [InlineData("[1,5]")]
    [InlineData("[-4,0]")]
    [InlineData("[0]")]
    [InlineData("[0,4,4]")]
    [InlineData("[9223372036854775804,9223372036854775808]")]
    [InlineData("[9223372036854775803,9223372036854775807]")]
    public void Offsets_that_are_not_the_tensors_own_bytes_are_refused(string offsets) =>
        AssertRefused(FromHeader(Entry("a", "[1]", offsets), 4));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Data_longer_or_shorter_than_the_header_says_is_refused(int dataByteCount) =>
        AssertRefused(FromHeader(Entry("a", "[1]", "[0,4]"), dataByteCount));

    [Theory]
    [InlineData("[0,4]", "[0,4]", 4)]
    [InlineData("[0,4]", "[2,6]", 6)]
    [InlineData("[0,4]", "[8,12]", 12)]
    [InlineData("[4,8]", "[8,12]", 12)]
    public void Tensors_that_overlap_or_leave_holes_are_refused(string first, string second, int dataByteCount)
    {
        var json = $"{Entry("a", "[1]", first)[..^1]},{Entry("b", "[1]", second)[1..]}";

        AssertRefused(FromHeader(json, dataByteCount));
    }

    [Fact]
    public void A_name_given_twice_is_refused()
    {
        var json = $"{Entry("a", "[1]", "[0,4]")[..^1]},{Entry("a", "[1]", "[4,8]")[1..]}";

        AssertRefused(FromHeader(json, 8));
    }

    [Theory]
    [InlineData("F33")]
    [InlineData("f32")]
    [InlineData("0")]
    [InlineData("")]
    public void An_unknown_type_is_refused(string type) =>
        AssertRefused(FromHeader(Entry("a", "[1]", "[0,4]", type), 4));

    [Fact]
    public void The_message_names_the_file_and_stays_on_one_short_line()
    {
        var name = string.Concat(Enumerable.Repeat("\\n\\u2028", 10_000));

        var failure = AssertRefused(FromHeader(Entry(name, "[1]", "[0,4]"), 4));

        Assert.True(failure.Message.Length < 500 && failure.Message.All(c => c is >= ' ' and <= '~'), failure.Message);
    }

    [Fact]
    public void The_failure_carries_its_exit_code() =>
        Assert.Same(ExitCodes.InvalidTensorFile, AssertRefused([]).Code);

    private InvalidTensorFileException AssertRefused(byte[] file)
    {
        var path = _folder["hostile.safetensors"];
        File.WriteAllBytes(path, file);
        var failure = Assert.Throws<InvalidTensorFileException>(() => SafetensorsFile.Open(path));
        Assert.Equal(path, failure.File);
        return failure;
    }
}
