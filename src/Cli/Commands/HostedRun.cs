using FedK8s.Cli.Local;
using FedK8s.Cli.Progress;
using FedK8s.Cli.Reporting;
using FedK8s.Contracts.Manifests;
using FedK8s.Core.Errors;
using FedK8s.Core.Services;

namespace FedK8s.Cli.Commands;

/// <summary>A run whose folder this process holds, hosted until it ends, however it ends.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="settings">How to run it.</param>
/// <param name="output">How to tell what happens.</param>
/// <param name="command">What goes on with the run once it was stopped.</param>
/// <param name="context">Terminal and clock.</param>
internal sealed class HostedRun(
    RunFolder folder, LocalSettings settings, OutputFormat output, string command, CommandContext context)
{
    /// <summary>What was heard of the run up to its end, or why it did not come to one.</summary>
    public async Task<(RunProgress? Progress, Failure? Failure)> GoOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (state, progress) = await HostAsync(cancellationToken);
            if (state.Phase != RunPhase.Failed)
            {
                return (progress, null);
            }

            await folder.WithdrawAsync();
            return (null, Failure.FromCode(state.Code, state.Message));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (null, await InterruptedAsync());
        }
        catch
        {
            await folder.WithdrawAsync();
            throw;
        }
    }

    private async Task<(RunState State, RunProgress Progress)> HostAsync(CancellationToken cancellationToken)
    {
        await using var view = ProgressViews.Create(output, folder, context.Terminal, context.Clock);
        return await LocalHost.RunAsync(folder, settings, view, context.Clock, cancellationToken);
    }

    private async Task<Failure> InterruptedAsync()
    {
        var state = await folder.Store.FindStateAsync(CancellationToken.None);
        var committed = state?.Value.Committed.Value ?? 0;
        var rounds = folder.Document.Run.Spec.Rounds.Max;
        return new(ExitCodes.Interrupted, await folder.WithdrawAsync()
            ? $"stopped before round 1 was committed and nothing is left behind; start again with {command}"
            : $"stopped, {committed} of {rounds} rounds are committed; go on with {command}");
    }
}
