namespace FedK8s.Aggregator.Assignment;

/// <summary>
/// Gives every block enough trainers, as far as swaps can. A swap gives one client a block and takes from it only what others
/// train often enough; a chain of them hands on what its client is needed for. Either leaves fewer trainers missing than
/// before: it ends.
/// </summary>
internal sealed class CoverageRepair(Fleet fleet, IBlockChoice choice)
{
    // Chains are searched with ways back, for ever where there is none. Counted, not timed, so that all machines agree.
    private const int MaxChainTries = 2_000;

    private readonly int _blockCount = fleet.Network.Blocks.Count;
    private readonly FleetClient[]?[] _carriers = new FleetClient[fleet.Network.Blocks.Count][];
    private readonly bool[] _isOnPath = new bool[fleet.Network.Blocks.Count];
    private readonly Stack<(FleetClient Client, bool[] Before)> _changes = [];
    private int _tries;
    private int _chainTriesLeft = MaxChainTries;

    /// <summary>Repairs until no block is short of trainers or none can be given more.</summary>
    public void Run()
    {
        var isBetter = true;
        while (isBetter)
        {
            isBetter = false;

            // Those that fewest clients can carry first: they have the least choice.
            var blocks = Enumerable.Range(0, _blockCount).Where(IsShort).OrderBy(block => Carriers(block).Length);
            foreach (var block in blocks.ToArray())
            {
                isBetter |= IsShort(block) && (Swap(block, fleet.Missing(block)) || Chain(block));
            }
        }
    }

    private bool IsShort(int block) => fleet.Missing(block) > 0;

    private FleetClient[] Carriers(int block) => _carriers[block] ??=
        [.. fleet.Clients.Where(client => !client.IsFixed && client.Cost.Fits(fleet.Network.LoadOf(block), fleet.RoundSeconds))];

    /// <summary>Gives the block to those clients that lose least of the objective by it.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Swap(int block, int count)
    {
        var candidates = new List<(double Loss, FleetClient Client)>();
        foreach (var client in Carriers(block))
        {
            if (!client.Blocks[block] && Try(client, block) is { } swap)
            {
                candidates.Add((swap.Loss, client));
            }
        }

        var swapped = 0;
        foreach (var (_, client) in candidates.OrderBy(candidate => candidate.Loss))
        {
            // Looked at again, because a swap before may have left this client needed elsewhere.
            if (swapped < count && Try(client, block) is { } swap)
            {
                Set(client, swap.Blocks);
                swapped++;
            }
        }

        return swapped > 0;
    }

    private bool Chain(int block)
    {
        var start = _tries;
        var isFound = Extend(block, start + _chainTriesLeft);
        _chainTriesLeft -= Math.Min(_chainTriesLeft, _tries - start);
        return isFound;
    }

    /// <summary>
    /// Gives the block to a client that is needed for others, and those to clients again, and so on: augmenting paths, which
    /// branch where a client hands on more than one block.
    /// </summary>
    private bool Extend(int block, int lastTry)
    {
        _isOnPath[block] = true;
        foreach (var client in Carriers(block).Where(client => !client.Blocks[block]))
        {
            // What nobody could take is kept the next time, so that each try is another.
            bool[] kept = [.. _isOnPath];
            while (_tries < lastTry && Try(client, block, kept) is { } swap)
            {
                var before = _changes.Count;
                int[] given = [.. Enumerable.Range(0, _blockCount).Where(b => fleet.IsNeeded(client, b) && !swap.Blocks[b])];
                Set(client, swap.Blocks);
                var refused = Array.FindIndex(given, other => IsShort(other) && !Swap(other, 1) && !Extend(other, lastTry));
                if (refused < 0)
                {
                    _isOnPath[block] = false;
                    return true;
                }

                kept[given[refused]] = true;
                TakeBack(before);
            }
        }

        _isOnPath[block] = false;
        return false;
    }

    /// <summary>
    /// The client's best blocks with this one and those that it is needed for: all, or all of these and as many of the others
    /// as can be; null where they do not fit.
    /// </summary>
    private (double Loss, bool[] Blocks)? Try(FleetClient client, int block, bool[]? kept = null)
    {
        _tries++;
        var (gains, required, chosen) = (new double[_blockCount], new bool[_blockCount], new bool[_blockCount]);
        fleet.Gains(client, gains);
        var bonus = 1 + gains.Sum(Math.Abs); // more than all else together
        double[] wanted = [.. gains];
        for (var b = 0; b < _blockCount; b++)
        {
            var isNeeded = fleet.IsNeeded(client, b);
            required[b] = b == block || (isNeeded && (kept is null || kept[b]));
            wanted[b] += isNeeded ? bonus : 0;
        }

        return choice.Choose(client.Cost, wanted, required, chosen)
            ? (Fleet.Total(gains, client.Blocks) - Fleet.Total(gains, chosen), chosen)
            : null;
    }

    private void Set(FleetClient client, bool[] blocks)
    {
        _changes.Push((client, [.. client.Blocks]));
        fleet.Set(client, blocks);
    }

    private void TakeBack(int changeCount)
    {
        while (_changes.Count > changeCount)
        {
            var (client, before) = _changes.Pop();
            fleet.Set(client, before);
        }
    }
}
