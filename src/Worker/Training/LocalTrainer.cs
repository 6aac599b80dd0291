using FedK8s.Contracts.Spec;
using FedK8s.Core.Errors;
using FedK8s.Worker.Data;
using FedK8s.Worker.Network;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// One client's local training in one round (arXiv:1602.05629, ClientUpdate of algorithm 1). The trained weights depend
/// on the start weights, the examples, the spec, the client and the round only: no generator of the process is used, so
/// trainers may run side by side on threads of their own. The optimiser's state starts anew each round. Interrupted and taken
/// up again from a saved step it gives the same weights and the same loss.
/// </summary>
internal sealed class LocalTrainer : IDisposable
{
    // Laying examples side by side is quick against a step: two are enough never to wait.
    private const int StepsAhead = 2;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly TunedModel _tuned;
    private readonly LocalTrainingTask _task;
    private readonly Action<TrainingProgress> _report;
    private readonly TimeProvider _time;
    private readonly Parameter[] _weights;
    private readonly ITrainingSaves? _saves;
    private readonly OptimizerHelper _optimizer;
    private readonly ProximalTerm? _proximal;
    private readonly LossTotal _losses;
    private long _reportedAt;

    /// <param name="tuned">Holds the weights to start from, and afterwards the trained ones.</param>
    /// <param name="task">What to train.</param>
    /// <param name="report">
    /// Called before the first step, about once a second while steps are taken, and after the last one; must return at once.
    /// </param>
    /// <param name="time">Tells when a report is due.</param>
    /// <param name="saves">Where steps are kept, and taken up from; null: nowhere.</param>
    public LocalTrainer(
        TunedModel tuned, LocalTrainingTask task, Action<TrainingProgress> report, TimeProvider time, ITrainingSaves? saves = null)
    {
        (_tuned, _task, _report, _time, _saves) = (tuned, task, report, time, saves);
        _weights = [.. tuned.Trained.Select(trained => trained.Weight)];
        _optimizer = CreateOptimizer(_weights, task.Training);
        _proximal = task.Training.ProximalMu > 0 ? new(_weights, task.Training.ProximalMu) : null; // from the start, not from a saved step
        _losses = new(tuned.Model.Placement.Device);
    }

    /// <summary>Takes all steps of the round. Call it once, on the thread that also made the trainer.</summary>
    /// <exception cref="RunFailedException">The loss or a weight is no longer finite (FK3006).</exception>
    /// <exception cref="OperationCanceledException">Asked to stop between two steps; they are saved.</exception>
    public LocalTrainingResult Train(CancellationToken cancellationToken)
    {
        var (step, steps, schedule) = (Resume(), _task.Steps, _task.Schedule);
        _tuned.Model.train();
        ReportStart(step, steps);
        try
        {
            foreach (var batches in Prefetch.Ahead(_task.BatchesOfSteps(step), StepsAhead, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                SetLearningRate(schedule.At(_task.FirstStep + step));
                TakeStep(batches);
                ReportWhenDue(++step, steps);
                SaveWhenDue(step);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            SaveLast(step);
            throw;
        }

        RequireFiniteWeights(steps);
        return new(steps, _losses.ReadMean());
    }

    public void Dispose()
    {
        _losses.Dispose();
        _proximal?.Dispose();
        _optimizer.Dispose();
        RemoveGradients();
    }

    // Steps taken before; 0 for a round that begins.
    private int Resume()
    {
        using var saved = _saves?.Find(_tuned.Trained);
        saved?.Restore(_tuned.Trained, _optimizer, _losses);
        return saved?.Step ?? 0;
    }

    private void SaveWhenDue(int step)
    {
        if (_saves is { IsDue: true } && Snapshot(step) is { } snapshot)
        {
            _saves.Save(snapshot);
        }
    }

    private void SaveLast(int step)
    {
        if (_saves is not null && step > 0 && Snapshot(step) is { } snapshot)
        {
            _saves.SaveLast(snapshot);
        }
    }

    private TrainingSnapshot? Snapshot(int step) => TrainingSnapshot.Take(step, _tuned.Trained, _optimizer, _losses);

    // Not filled with zeros: no step must depend on whether another one came before it in this process.
    private void RemoveGradients()
    {
        foreach (var weight in _weights)
        {
            weight.grad = null;
        }
    }

    private static OptimizerHelper CreateOptimizer(IEnumerable<Parameter> weights, LocalTrainingSpec training) =>
        training.Optimizer switch
        {
            OptimizerKind.SGD => optim.SGD(
                weights, training.LearningRate, momentum: training.Momentum, weight_decay: training.WeightDecay),
            _ => optim.AdamW(weights, training.LearningRate, weight_decay: training.WeightDecay),
        };

    private void SetLearningRate(double rate)
    {
        foreach (var group in _optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

    // Each batch's summed loss is divided by the targets of the whole step, not of the batch: the gradients of k
    // batches add up to the mean over all their targets, which is the gradient of one batch k times the size.
    private void TakeStep(IReadOnlyList<Batch> batches)
    {
        using var scope = NewDisposeScope();
        RemoveGradients();
        var targetCount = batches.Sum(batch => batch.TargetCount);
        foreach (var batch in batches)
        {
            AddGradient(batch, targetCount);
        }

        _proximal?.AddGradient();
        if (_task.Training.MaxGradNorm > 0)
        {
            GradientClipping.Clip(_weights, _task.Training.MaxGradNorm);
        }

        _optimizer.step();
    }

    private void AddGradient(Batch batch, long stepTargetCount)
    {
        using var scope = NewDisposeScope();
        using var tape = _task.Training.ActivationCheckpointing ? new LayerTape() : null;
        var (input, targets) = BatchTensors.Of(batch, _tuned.Model);
        using (NewDisposeScope())
        {
            var loss = TargetLoss.Sum(_tuned.Model.call(input with { Tape = tape }), targets);  // ()
            (loss / stepTargetCount).backward();
            _losses.Add(loss, batch.TargetCount);
        }

        tape?.Backward(); // the logits are gone by now: they may be larger than all that the tape holds
    }

    private void ReportStart(int step, int steps)
    {
        _reportedAt = _time.GetTimestamp();
        _report(new(step, steps, null));
    }

    // On a GPU reading the loss waits for all work queued so far, so it is read only when someone wants to see it.
    private void ReportWhenDue(int step, int steps)
    {
        if (step < steps && _time.GetElapsedTime(_reportedAt) < ReportInterval)
        {
            return;
        }

        var loss = _losses.ReadSinceLast();
        if (!double.IsFinite(loss))
        {
            throw Diverged($"the loss is {loss} by step {step} of {steps}");
        }

        _reportedAt = _time.GetTimestamp();
        _report(new(step, steps, loss));
    }

    private void RequireFiniteWeights(int steps)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, weight) in _tuned.Trained)
        {
            if (!isfinite(weight).all().item<bool>())
            {
                throw Diverged($"{name} is no longer finite after step {steps} of {steps}");
            }
        }
    }

    private RunFailedException Diverged(string found) => new(
        ExitCodes.TrainingDiverged,
        $"Client {_task.ClientId}, round {_task.Round}: {found}; wanted finite numbers: "
        + $"lower localTraining.learningRate, now {_task.Training.LearningRate}, or maxGradNorm.");
}
