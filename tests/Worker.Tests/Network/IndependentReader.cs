using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using FedK8s.Testing;
using FedK8s.Worker.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace FedK8s.Worker.Tests.Network;

/// <summary>
/// tests/reference/read_folder.py: model folders read, and their logits worked out, by somebody else. Where the system has
/// no Python with torch, the tests that need it are skipped.
/// </summary>
internal static class IndependentReader
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Found and not imported, which takes seconds.
    private const string Check = "import sys; from importlib.util import find_spec; sys.exit(not (find_spec('numpy') and find_spec('torch')))";

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? Obstacle { get; } = File.Exists(Python) && Run("-c", Check) == 0
        ? null
        : $"{Python} has no torch (apt-get install python3-torch).";

    /// <summary>Says what the reader is to try in a folder.</summary>
    public static void Ask(string folder, ModelInput input)
    {
        Write("ids.json", input.Tokens);
        if (input.Mask is { } mask)
        {
            using var numbers = mask.to(ScalarType.Int64);
            Write("mask.json", numbers);
        }

        void Write(string name, Tensor rows) => File.WriteAllText(
            Path.Combine(folder, name), JsonSerializer.Serialize(rows.data<long>().ToArray().Chunk((int)rows.shape[1])));
    }

    /// <summary>Lets the reader answer for all folders at once: its start takes longer than its work.</summary>
    public static void Answer(params string[] folders) =>
        Assert.Equal(0, Run([RepositoryRoot.Combine("tests", "reference", "read_folder.py"), .. folders]));

    /// <summary>The answer, (B, T, V) or a classifier's (B, L), rounded to float32.</summary>
    public static Tensor Logits(string folder, long[] shape)
    {
        var values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, "logits.f64"))).ToArray();
        return tensor(values, [values.Length]).view(shape).to(ScalarType.Float32);
    }

    private static int Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-B", .. arguments]))!; // not null: nothing is shared
        if (process.WaitForExit(Patience))
        {
            return process.ExitCode;
        }

        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{Python} {arguments[0]} had not ended after {Patience.TotalMinutes:0} minutes.");
    }
}
