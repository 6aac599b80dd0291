using FedK8s.Bench.Harness;
using FedK8s.Core.Tensors;

namespace FedK8s.Bench.Safetensors;

/// <summary>
/// A safetensors file of 512 MiB, read and written by the product and by plain calls to the system, which are the device's own
/// speed: cold (the file is not in the page cache) and warm. And how fast narrow floats become floats, and back.
/// </summary>
internal static class SafetensorsBenchmark
{
    private const int Repetitions = 5;

    public static async Task<Report> RunAsync(BenchmarkSettings settings)
    {
        var folder = settings.Scratch("safetensors");
        var path = TensorFile.PathIn(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file always has a folder
        var values = TensorFile.Values();
        SafetensorsWriter.WriteFile(path, TensorFile.Declarations, null, (writer, entry) => writer.WriteFloats(entry, values));

        var cold = await ReadAsync(folder, "cold");
        var warm = await ReadAsync(folder, "warm");
        var written = await Contest.RunAsync(
            [
                BenchmarkSettings.Ours("plain write calls", "safetensors-write", "plain", folder),
                BenchmarkSettings.Ours("FedK8s, file", "safetensors-write", "tensors", folder),
                BenchmarkSettings.Ours("FedK8s, blob with SHA-256", "safetensors-write", "stored", folder),
            ],
            Repetitions);
        var converted = await ConvertAsync();
        Directory.Delete(folder, recursive: true);
        return new(
            [
                Table("safetensors: 512 MiB into float arrays, cold", cold),
                Table("safetensors: 512 MiB into float arrays, warm", warm),
                Table("safetensors: 512 MiB to the device", written),
                new(
                    "safetensors: conversion, one thread", ["Conversion", "CPU per Mi elements", "Elements per second"],
                    [.. converted.Select(outcome => new[]
                    {
                        outcome.Name,
                        $"{outcome.CpuSeconds * 1e6 * (1 << 20) / ConversionContestant.ElementCount:F0} us",
                        $"{ConversionContestant.ElementCount / outcome.CpuSeconds / 1e9:F1} G/s",
                    })]),
            ],
            new { cold, warm, written, converted });
    }

    private static Task<IReadOnlyList<Outcome>> ReadAsync(string folder, string temperature) => Contest.RunAsync(
        [
            BenchmarkSettings.Ours("plain read calls", "safetensors-read", "plain", temperature, folder),
            BenchmarkSettings.Ours("FedK8s, file", "safetensors-read", "tensors", temperature, folder),
            BenchmarkSettings.Ours("FedK8s, blob verified", "safetensors-read", "verified", temperature, folder),
            BenchmarkSettings.Ours("FedK8s, blob verified before", "safetensors-read", "again", temperature, folder),
        ],
        Repetitions);

    private static Task<IReadOnlyList<Outcome>> ConvertAsync() => Contest.RunAsync(
        [
            .. from type in (TensorType[])[TensorType.F32, TensorType.BF16, TensorType.F16]
               from direction in (string[])["read", "write"]
               let name = direction == "read" ? $"{type} to float" : $"float to {type}"
               select BenchmarkSettings.Ours(name, "safetensors-convert", $"{type}", direction),
        ],
        Repetitions);

    private static ResultTable Table(string title, IReadOnlyList<Outcome> outcomes) => new(
        title,
        ["Contestant", "Wall", "CPU", "Rate", "Wall / plain"],
        [.. outcomes.Select(outcome => new[]
        {
            outcome.Name,
            Cell.Milliseconds(outcome.WallSeconds),
            Cell.Milliseconds(outcome.CpuSeconds),
            Cell.Rate(TensorFile.ByteCount, outcome.WallSeconds),
            Cell.Ratio(outcome.WallSeconds / outcomes[0].WallSeconds),
        })]);
}
