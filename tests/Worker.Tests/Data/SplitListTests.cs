using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Core.Files;
using FedK8s.Testing;
using FedK8s.Worker.Data;
using FedK8s.Worker.Data.Tokenizers;

namespace FedK8s.Worker.Tests.Data;

/// <summary>Several clients' splits as one set of examples.</summary>
public sealed class SplitListTests : IDisposable
{
    private const int Length = 8;
    private const long Seed = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ClientSpec[] _clients;

    public SplitListTests()
    {
        File.WriteAllText(_folder["a.txt"], string.Concat(Enumerable.Repeat("a long text in windows. ", 12)));
        File.WriteAllLines(_folder["b.jsonl"], Enumerable.Range(0, 30).Select(row => $$"""{"prompt": "{{row}}=", "completion": "b{{row}}"}"""));
        _clients = [Client("site-a", "a.txt"), Client("site-b", "b.jsonl")];
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_the_clients_own_examples_one_client_after_the_other(bool isTest)
    {
        var expected = _clients.SelectMany(client => Own(client, isTest)).ToArray();

        var list = Load(new SplitList { Seed = Seed, IsTest = isTest, Clients = _clients });

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(Words), list.Examples.Select(Words));
    }

    [Fact]
    public void They_have_completions_only_where_all_have() =>
        Assert.Equal(
            (true, false),
            (Load(new() { Seed = Seed, Clients = [_clients[1]] }).HasCompletions, Load(new() { Seed = Seed, Clients = _clients }).HasCompletions));

    [Fact]
    public void Test_splits_may_be_empty() =>
        Assert.Empty(Load(new() { Seed = Seed, IsTest = true, Clients = [WithoutTests(_clients[1])] }).Examples);

    [Fact]
    public void A_list_of_lists_is_refused()
    {
        var client = _clients[0] with { Data = _clients[0].Data with { Format = DataFormat.Splits } };

        var exception = Assert.Throws<RunFailedException>(() => Load(new() { Seed = Seed, Clients = [client] }));

        Assert.Equal(ExitCodes.UnreadableRow, exception.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"seed": 1, "clients": []}""")]
    public void What_is_no_list_is_refused(string content)
    {
        File.WriteAllText(_folder["list.json"], content);

        var exception = Assert.Throws<RunFailedException>(Load);

        Assert.Equal(ExitCodes.UnreadableRow, exception.Code);
    }

    private static ClientSpec WithoutTests(ClientSpec client) => client with { Data = client.Data with { TestFraction = 0 } };

    private ExampleSet Load(SplitList list)
    {
        File.WriteAllBytes(_folder["list.json"], JsonSerializer.SerializeToUtf8Bytes(list, ContractJson.Options));
        return Load();
    }

    private ExampleSet Load() =>
        ExampleSet.Load(new DataFile(_folder["list.json"], DataFormat.Splits), Rules);

    private static ReadingRules Rules => new(new ByteTokenizer(), Length);

    private static IReadOnlyList<EncodedExample> Own(ClientSpec client, bool isTest)
    {
        var set = ExampleSet.Load(DataFile.Find(client.Data.StorageUri, client.Data.Format), Rules);
        var split = TrainTestSplit.Of(set.Examples, client.Data.TestFraction, Seed, new ClientId(client.Name));
        return isTest ? split.Test : split.Train;
    }

    private static string Words(EncodedExample example) => $"{example.FirstTarget}: {string.Join(' ', example.Tokens)}";

    private ClientSpec Client(string name, string file) =>
        new() { Name = name, Data = new() { StorageUri = FileAddress.Of(_folder[file]), TestFraction = 0.3 } };
}
