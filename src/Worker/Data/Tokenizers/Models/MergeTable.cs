namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// Byte-pair encoding (Sennrich et al., arXiv:1508.07909): of all pairs side by side the one whose rule comes first in the
/// list is joined, the leftmost of equals, until no rule applies.
/// </summary>
internal sealed class MergeTable
{
    // Below this, looking at every pair for every merge is faster than keeping a heap.
    private const int ShortLength = 32;
    private const int NoRule = int.MaxValue;
    private const int Removed = -1;

    private readonly Dictionary<ulong, int> _ranks;
    private readonly int[] _joined;

    /// <param name="rules">The first is applied first; of two rules for the same pair the last one counts.</param>
    public MergeTable(IReadOnlyList<MergeRule> rules)
    {
        _ranks = new(rules.Count);
        _joined = new int[rules.Count];
        for (var rank = 0; rank < rules.Count; rank++)
        {
            _ranks[Key(rules[rank].Left, rules[rank].Right)] = rank;
            _joined[rank] = rules[rank].Joined;
        }
    }

    /// <summary>Joins what can be joined, in place.</summary>
    /// <returns>How many tokens are left at the start of <paramref name="ids"/>.</returns>
    public int Apply(Span<int> ids) => ids.Length <= ShortLength ? ApplyToShort(ids) : ApplyToLong(ids);

    private int ApplyToShort(Span<int> ids)
    {
        Span<int> ranks = stackalloc int[ShortLength];
        for (var i = 0; i + 1 < ids.Length; i++)
        {
            ranks[i] = RankOf(ids[i], ids[i + 1]);
        }

        var count = ids.Length;
        while (count > 1)
        {
            var best = IndexOfSmallest(ranks[..(count - 1)]);
            if (ranks[best] == NoRule)
            {
                break;
            }

            ids[best] = _joined[ranks[best]];
            ids[(best + 2)..count].CopyTo(ids[(best + 1)..]);
            ranks[(best + 1)..(count - 1)].CopyTo(ranks[best..]);
            count--;
            if (best > 0)
            {
                ranks[best - 1] = RankOf(ids[best - 1], ids[best]);
            }

            if (best + 1 < count)
            {
                ranks[best] = RankOf(ids[best], ids[best + 1]);
            }
        }

        return count;
    }

    private static int IndexOfSmallest(ReadOnlySpan<int> ranks)
    {
        var best = 0;
        for (var i = 1; i < ranks.Length; i++)
        {
            best = ranks[i] < ranks[best] ? i : best;
        }

        return best;
    }

    // A linked list in two arrays and a heap of (rank, place): n log n for any text. An entry of the heap is stale when the
    // pair at its place has another rank by now.
    private int ApplyToLong(Span<int> ids)
    {
        var links = new PairLinks(ids.Length);
        var heap = new PriorityQueue<int, ulong>(ids.Length);
        for (var i = 0; i + 1 < ids.Length; i++)
        {
            Offer(i, ids[i], ids[i + 1], links, heap);
        }

        while (heap.TryDequeue(out var place, out var priority))
        {
            var rank = (int)(priority >> 32);
            if (links.Ranks[place] != rank)
            {
                continue;
            }

            ids[place] = _joined[rank];
            ids[links.Next[place]] = Removed;
            links.RemoveAfter(place);
            if (links.Previous[place] is >= 0 and var before)
            {
                Offer(before, ids[before], ids[place], links, heap);
            }

            if (links.Next[place] is var after && after < ids.Length)
            {
                Offer(place, ids[place], ids[after], links, heap);
            }
        }

        return Compact(ids);
    }

    private void Offer(int place, int left, int right, PairLinks links, PriorityQueue<int, ulong> heap)
    {
        var rank = RankOf(left, right);
        links.Ranks[place] = rank;
        if (rank != NoRule)
        {
            heap.Enqueue(place, ((ulong)rank << 32) | (uint)place);
        }
    }

    private static int Compact(Span<int> ids)
    {
        var count = 0;
        foreach (var id in ids)
        {
            if (id != Removed)
            {
                ids[count++] = id;
            }
        }

        return count;
    }

    private int RankOf(int left, int right) => _ranks.TryGetValue(Key(left, right), out var rank) ? rank : NoRule;

    // The factor is odd, so that no two pairs share a key, and spreads the bits that the dictionary looks at.
    private static ulong Key(int left, int right) => (((ulong)(uint)left << 32) | (uint)right) * 0x9E3779B97F4A7C15;

    /// <summary>Who stands beside whom, while tokens in between disappear.</summary>
    private sealed class PairLinks
    {
        public PairLinks(int count)
        {
            (Previous, Next, Ranks) = (new int[count], new int[count], new int[count]);
            Ranks.AsSpan().Fill(NoRule);
            for (var i = 0; i < count; i++)
            {
                (Previous[i], Next[i]) = (i - 1, i + 1);
            }
        }

        public int[] Previous { get; }

        public int[] Next { get; }

        /// <summary>Of the pair that begins at each place; <see cref="NoRule"/> where there is none.</summary>
        public int[] Ranks { get; }

        public void RemoveAfter(int place)
        {
            var removed = Next[place];
            var next = Next[removed];
            Next[place] = next;
            Ranks[removed] = NoRule;
            Ranks[place] = NoRule;
            if (next < Previous.Length)
            {
                Previous[next] = place;
            }
        }
    }
}
