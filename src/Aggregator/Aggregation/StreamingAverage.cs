using FedK8s.Contracts.Spec;
using FedK8s.Core.Blocks;
using FedK8s.Core.Tensors;

namespace FedK8s.Aggregator.Aggregation;

/// <summary>
/// Averages updates into the next checkpoint, block by block, straight from mapped files into a stream: memory stays at a few
/// blocks, however large the model and however many its clients. The processors average the blocks ahead while one is written;
/// an element is one thread's work and blocks are written in their order, so the bytes do not depend on how many there are.
/// </summary>
internal sealed class StreamingAverage
{
    // 1 MiB of results: enough work that handing it to a thread does not show.
    private const int BlockLength = 1 << 18;

    // Memory is slower than a few processors together.
    private const int MostProcessors = 8;

    // One of every update is mapped for each that is averaged: where there are many updates, fewer are averaged side by side.
    private const int MostMappedBlocks = 64;
    private const int FewestAhead = 2;

    private readonly ITensorSource _checkpoint;
    private readonly AverageOptions _options;
    private readonly TensorEntry[] _entries;
    private readonly ClientTensors[] _updates;
    private readonly int _blocksAhead;
    private readonly Queue<Block> _ahead = new();
    private readonly Stack<float[]> _free = new();

    /// <param name="checkpoint">What the clients started from; it decides names, shapes and types of the result.</param>
    /// <param name="updates">In any order. A tensor is averaged over the clients that sent it.</param>
    /// <param name="options">Null for the mean of all tensors and nothing else.</param>
    public StreamingAverage(
        ITensorSource checkpoint, IEnumerable<ClientTensors> updates, AverageOptions? options = null)
    {
        _checkpoint = checkpoint;
        _options = options ?? new();
        _entries = [.. checkpoint.Entries.Where(entry => _options.Names?.Contains(entry.Name) != false)];

        // Float addition is not associative: a fixed order makes a replayed round produce the same bytes.
        _updates = [.. updates.OrderBy(update => update.ClientId.Value, StringComparer.Ordinal)];
        _blocksAhead = Math.Clamp(
            MostMappedBlocks / Math.Max(1, _updates.Length),
            FewestAhead,
            Math.Min(Environment.ProcessorCount, MostProcessors) + 1);
    }

    /// <summary>Whether tensors of this type can be averaged: those that a float holds exactly.</summary>
    public static bool CanAverage(TensorType type) => type is TensorType.F32 or TensorType.BF16 or TensorType.F16;

    /// <summary>Writes the average as a safetensors file.</summary>
    /// <param name="destination">Left open.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    public void Write(Stream destination, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter(destination, _entries.Select(entry => entry.Declaration));
        try
        {
            foreach (var entry in writer.Entries)
            {
                WriteTensor(writer, entry, cancellationToken);
            }

            while (_ahead.Count > 0)
            {
                WriteOldest(writer);
            }
        }
        finally
        {
            WaitForAll(); // nobody reads the files once this method has ended, whichever way it does
        }

        writer.Complete();
    }

    private void WriteTensor(SafetensorsWriter writer, TensorEntry entry, CancellationToken cancellationToken)
    {
        var rule = RuleOf(_checkpoint.Find(entry.Name)!); // not null: the writer has the checkpoint's names
        for (var start = 0L; start < entry.Shape.ElementCount; start += BlockLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_ahead.Count == _blocksAhead)
            {
                WriteOldest(writer);
            }

            var first = start;
            var length = (int)Math.Min(BlockLength, entry.Shape.ElementCount - start);
            var values = _free.TryPop(out var free) ? free : new float[BlockLength];
            var filling = Task.Run(() => Fill(entry.Name, rule, first, values.AsSpan(0, length)), CancellationToken.None);
            _ahead.Enqueue(new(entry, rule, first, values, length, filling));
        }
    }

    private void Fill(string name, ITensorRule rule, long first, Span<float> values)
    {
        rule.Read(first, values);
        if (_options.Momentum is { } momentum && IsTrained(name))
        {
            momentum.Add(name, first, values);
        }
    }

    // What is summed up is trained by training the factors.
    private bool IsTrained(string name)
    {
        var sent = LoraFactors.IsSum(name) ? name[..^LoraFactors.Sum.Length] + LoraFactors.B : name;
        return _updates.Any(update => update.Tensors.Find(sent) is not null);
    }

    private void WriteOldest(SafetensorsWriter writer)
    {
        var block = _ahead.Dequeue();
        block.Filling.GetAwaiter().GetResult();
        writer.WriteFloats(block.Entry, block.Values.AsSpan(0, block.Length));
        _free.Push(block.Values);

        // Only now: while the block was written, the blocks beside it were read, which shares pages with it.
        block.Rule.Forget(block.Start, block.Length);
    }

    private void WaitForAll()
    {
        while (_ahead.TryDequeue(out var block))
        {
            ((IAsyncResult)block.Filling).AsyncWaitHandle.WaitOne();
        }
    }

    private bool SumsProducts => _options.Strategy == AggregationStrategy.Flora;

    private ITensorRule RuleOf(TensorEntry whole) => SumsProducts && LoraFactors.IsSum(whole.Name)
        ? new ProductSum(_checkpoint, whole, _updates)
        : new TensorAverage(Shares(whole));

    private TensorShare[] Shares(TensorEntry whole)
    {
        var isKept = SumsProducts && LoraFactors.RankOf(whole.Name, whole.Shape) is not null; // LoRA starts anew in each round
        var sent = (isKept ? [] : _updates)
            .Select(update => (Update: update, Tensors: update.Tensors.Find(whole.Name) is null && _options.CountsAbsent ? _checkpoint : update.Tensors))
            .Where(found => found.Tensors.Find(whole.Name) is not null)
            .Select(found => (found.Update, found.Tensors, Entry: found.Tensors.Find(whole.Name)!)) // not null: filtered above
            .ToArray();
        if (sent.Length == 0)
        {
            return [new(1, _checkpoint, whole)]; // nobody trained it: it stays as it is
        }

        // Where all weights are 0, nobody's factors do anything yet.
        var isWeighted = sent.Any(found => found.Update.Weights.GetValueOrDefault(whole.Name) > 0);
        var padding = RankPadding.Find(_checkpoint, whole, sent.Select(found => found.Entry));
        return
        [
            .. sent.Select(found => new TensorShare(
                isWeighted ? found.Update.Weights.GetValueOrDefault(whole.Name) : found.Update.ExampleCount,
                found.Tensors,
                found.Entry,
                padding)),
        ];
    }

    private readonly record struct Block(
        TensorEntry Entry, ITensorRule Rule, long Start, float[] Values, int Length, Task Filling);
}
