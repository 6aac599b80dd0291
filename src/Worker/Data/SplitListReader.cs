using System.Text.Json;
using FedK8s.Contracts;
using FedK8s.Contracts.Identity;
using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data;

/// <summary>
/// Reads a <see cref="SplitList"/>. The examples are those that the clients themselves would train or be tested on, token for
/// token: a long text is cut into windows before it is split, so that nothing of a test split can slip in.
/// </summary>
internal static class SplitListReader
{
    /// <summary>The examples of all the clients, one client after the other.</summary>
    /// <exception cref="RunFailedException">The list or a file in it cannot be read, or all of them leave no example to train
    /// on. A test split may come out empty, as it may for the client itself.</exception>
    public static ExampleSet Load(string path, ReadingRules rules)
    {
        var list = Read(path);
        var examples = new List<EncodedExample>();
        var (hasCompletions, cutCount) = (true, 0);
        foreach (var client in list.Clients)
        {
            var set = ExampleSet.Load(DataFile.Find(client.Data.StorageUri, client.Data.Format), rules);
            var split = TrainTestSplit.Of(set.Examples, client.Data.TestFraction, list.Seed, new ClientId(client.Name));
            examples.AddRange(list.IsTest ? split.Test : split.Train);
            hasCompletions &= set.HasCompletions;
            cutCount += set.CutCount;
        }

        return examples.Count > 0 || list.IsTest
            ? new(examples, hasCompletions, cutCount)
            : throw new RunFailedException(
                ExitCodes.EmptyData, $"{path}: the clients' splits hold no example to train on; wanted at least one: lower testFraction.");
    }

    private static SplitList Read(string path)
    {
        try
        {
            var list = JsonSerializer.Deserialize<SplitList>(File.ReadAllBytes(path), ContractJson.Options);
            return list is { Clients.Count: > 0 } && list.Clients.All(client => client.Data.Format != DataFormat.Splits)
                ? list
                : throw Unreadable(path, "no clients, or a list of lists", null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(path, $"no list of splits (line {exception.LineNumber + 1})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound, $"{path} cannot be read ({exception.Message.TrimEnd('.')}): correct its permissions.", exception);
        }
    }

    private static RunFailedException Unreadable(string path, string found, Exception? exception) => new(
        ExitCodes.UnreadableRow,
        $"{path}: found {found}; wanted seed and clients as fedk8s compare writes them: run it again.",
        exception);
}
