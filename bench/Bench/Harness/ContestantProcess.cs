using System.Diagnostics;
using System.Text.Json;

namespace FedK8s.Bench.Harness;

/// <summary>A contestant at work: it says a line when it is ready, a line for each repetition, and a line as it ends.</summary>
internal sealed class ContestantProcess : IDisposable
{
    private static readonly Dictionary<string, string> SameForAll = new()
    {
        // One thread of arithmetic each: what contestants win or lose is then theirs alone.
        ["OMP_NUM_THREADS"] = "1",
        ["OPENBLAS_NUM_THREADS"] = "1",
    };

    private static readonly Dictionary<string, string> KeepingMemory = new()
    {
        ["MALLOC_TRIM_THRESHOLD_"] = "1073741824",
        ["MALLOC_MMAP_THRESHOLD_"] = "1073741824",
    };

    private readonly Process _process;
    private readonly string _name;
    private readonly List<Sample> _samples = [];

    private ContestantProcess(Process process, string name) => (_process, _name) = (process, name);

    /// <summary>Starts it and waits until its preparations are done.</summary>
    public static async Task<ContestantProcess> StartAsync(Contestant contestant)
    {
        var start = new ProcessStartInfo(contestant.FileName, contestant.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in contestant.KeepsMemory ? SameForAll.Concat(KeepingMemory) : SameForAll)
        {
            start.Environment.TryAdd(name, value);
        }

        if (BlasKernels.Best is { } kernels)
        {
            start.Environment.TryAdd(BlasKernels.Variable, kernels);
        }

        var process = new ContestantProcess(Process.Start(start)!, contestant.Name); // null only where a shell executes it
        await process.ReadAsync();
        return process;
    }

    /// <summary>One repetition that does not count: caches fill and code is compiled.</summary>
    public async Task WarmUpAsync() => await AskAsync();

    /// <summary>One repetition.</summary>
    public async Task RepeatAsync() => _samples.Add(
        JsonSerializer.Deserialize<Sample>(await AskAsync(), JsonSerializerOptions.Web)!); // the protocol has no null

    /// <summary>Ends it.</summary>
    public async Task<Outcome> EndAsync()
    {
        _process.StandardInput.Close();
        var farewell = JsonSerializer.Deserialize<Farewell>(await ReadAsync(), JsonSerializerOptions.Web)!; // nor here
        await _process.WaitForExitAsync();
        return new(_name, _samples, farewell);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> AskAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await _process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    private async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"The contestant '{_name}' ended early; see above.");
}
