using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Worker.Network;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FedK8s.Worker.Training;

/// <summary>
/// How much each new block matters to a client, by its own data: papers differ in what they look at, and FedBE's (arXiv:2506.05977) is not
/// known, so the choice is the spec's. Gradients are those of the mean loss of a few batches of the round, at the weights that it starts from.
/// <list type="bullet">
/// <item>Gradient: |g| / sqrt(size), the mean over batches; Fisher: |g|², the mean over batches;</item>
/// <item>Delta: |w - w_0| / sqrt(size), how far the round moved the block; Taylor: |g . (w - w_0)|, what that did to the loss to first order.
/// Of a block that the client did not train these two say nothing: it gets the mean of the others.</item>
/// </list>
/// </summary>
internal sealed class ImportanceProbe : IDisposable
{
    private const int BatchCount = 2;

    private readonly ImportanceKind _kind;
    private readonly IReadOnlyList<(string Name, Parameter Weight)>[] _blocks;
    private readonly Dictionary<Parameter, Tensor> _gradients = [];
    private WeightCopies? _start;
    private readonly double[] _scores;

    private ImportanceProbe(TunedModel tuned, ImportanceKind kind)
    {
        _kind = kind;
        _blocks =
        [
            .. tuned.Trainables
                .Where(named => BlockNames.FindExpanded(named.Name) is not null)
                .GroupBy(named => BlockNames.FindExpanded(named.Name)!.Value) // not null: filtered above
                .OrderBy(block => block.Key)
                .Select(block => (IReadOnlyList<(string, Parameter)>)[.. block]),
        ];
        _scores = new double[_blocks.Length];
    }

    /// <summary>Looks at the blocks before training. All of them have gradients for a moment.</summary>
    /// <param name="tuned">With the weights that the round starts from; what is assigned stays assigned.</param>
    /// <param name="task">Its first batches are used.</param>
    /// <param name="kind">What is looked at.</param>
    public static ImportanceProbe Begin(TunedModel tuned, LocalTrainingTask task, ImportanceKind kind)
    {
        var importance = new ImportanceProbe(tuned, kind);
        if (kind is ImportanceKind.Gradient or ImportanceKind.Fisher or ImportanceKind.Taylor)
        {
            importance.AddGradients(tuned, task);
        }

        if (kind is ImportanceKind.Taylor or ImportanceKind.Delta)
        {
            importance._start = new(tuned.Trained.Select(named => named.Weight));
        }

        return importance;
    }

    /// <summary>A number from 0 for every new block, nearest to the input first. Called once, after training.</summary>
    public IReadOnlyList<double> End() => _kind switch
    {
        ImportanceKind.None => [.. _scores.Select(_ => 1.0)],
        ImportanceKind.Taylor or ImportanceKind.Delta => Changes(),
        _ => _scores,
    };

    public void Dispose()
    {
        _start?.Dispose();
        foreach (var gradient in _gradients.Values)
        {
            gradient.Dispose();
        }
    }

    private void AddGradients(TunedModel tuned, LocalTrainingTask task)
    {
        var trained = tuned.Trained.Select(named => named.Weight).ToHashSet();
        tuned.Assign(blocks: null);
        tuned.Model.train();
        var batches = (task with { Guard = null }).BatchesOfSteps().Take(BatchCount).Select(step => step.Task[0]).ToArray();
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var (input, targets) = BatchTensors.Of(batch, tuned.Model);
            (TargetLoss.Sum(tuned.Model.call(input), targets) / batch.TargetCount).backward();
            for (var number = 0; number < _blocks.Length; number++)
            {
                _scores[number] += Score(_blocks[number]) / batches.Length;
            }

            Take(trained, batches.Length);
        }

        tuned.Keep(trained);
    }

    private double Score(IReadOnlyList<(string Name, Parameter Weight)> block)
    {
        var squared = block.Sum(named => named.Weight.grad is { } gradient ? Squared(gradient) : 0);
        return _kind == ImportanceKind.Fisher ? squared : Math.Sqrt(squared / Size(block));
    }

    // Moves the gradients out of the weights: no step may depend on them.
    private void Take(HashSet<Parameter> trained, int batchCount)
    {
        foreach (var (_, weight) in _blocks.SelectMany(block => block))
        {
            if (_kind == ImportanceKind.Taylor && trained.Contains(weight) && weight.grad is { } gradient)
            {
                using var noGradients = no_grad();
                var part = gradient / batchCount;
                if (_gradients.TryGetValue(weight, out var sum))
                {
                    sum.add_(part);
                }
                else
                {
                    _gradients[weight] = part.DetachFromDisposeScope();
                }
            }

            weight.grad = null;
        }
    }

    private double[] Changes()
    {
        var starts = _start!.All.ToDictionary(copy => copy.Weight, copy => copy.Value); // kept for these kinds
        var known = _blocks.Select(block => starts.ContainsKey(block[0].Weight) ? Change(block, starts) : (double?)null).ToArray();
        var mean = known.Average() ?? 1;
        return [.. known.Select(value => value ?? mean)];
    }

    private double Change(IReadOnlyList<(string Name, Parameter Weight)> block, Dictionary<Parameter, Tensor> starts)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        return _kind == ImportanceKind.Delta
            ? Math.Sqrt(block.Sum(named => Squared(named.Weight - starts[named.Weight])) / Size(block))
            : Math.Abs(block.Sum(named => _gradients.TryGetValue(named.Weight, out var gradient)
                ? (gradient * (named.Weight - starts[named.Weight])).sum().item<float>()
                : 0.0));
    }

    private static double Squared(Tensor tensor)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        return (tensor * tensor).sum().item<float>();
    }

    private static double Size(IReadOnlyList<(string Name, Parameter Weight)> block) => block.Sum(named => named.Weight.numel());
}
