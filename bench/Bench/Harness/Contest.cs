namespace FedK8s.Bench.Harness;

/// <summary>
/// Lets contestants take turns within one run (A B A B ...), so that whatever else moves the machine's speed meets them alike.
/// </summary>
internal static class Contest
{
    /// <summary>The outcomes, in the order of the contestants.</summary>
    /// <param name="contestants">All are started first; each is asked in turn.</param>
    /// <param name="repetitions">Those that count.</param>
    /// <param name="warmUps">Those that do not, before.</param>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(
        IReadOnlyList<Contestant> contestants, int repetitions, int warmUps = 1)
    {
        var processes = new List<ContestantProcess>();
        try
        {
            foreach (var contestant in contestants)
            {
                processes.Add(await ContestantProcess.StartAsync(contestant));
            }

            await EachAsync(warmUps, process => process.WarmUpAsync());
            await EachAsync(repetitions, process => process.RepeatAsync());
            var outcomes = new List<Outcome>();
            foreach (var process in processes)
            {
                outcomes.Add(await process.EndAsync());
            }

            return outcomes;
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
        }

        async Task EachAsync(int count, Func<ContestantProcess, Task> act)
        {
            for (var turn = 0; turn < count; turn++)
            {
                foreach (var process in processes)
                {
                    await act(process);
                }
            }
        }
    }
}
