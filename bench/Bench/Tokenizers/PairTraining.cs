namespace FedK8s.Bench.Tokenizers;

/// <summary>
/// A byte-pair vocabulary of real size for the benchmark, trained on the words of its own text (arXiv:1508.07909, algorithm 1)
/// with the pairs counted again only in the words that a merge changed.
/// </summary>
internal sealed class PairTraining
{
    private readonly List<(string[] Symbols, int Count)> _words = [];
    private readonly Dictionary<(string, string), int> _counts = [];
    private readonly Dictionary<(string, string), HashSet<int>> _places = [];
    private readonly PriorityQueue<(string Left, string Right), (int Count, string Left, string Right)> _queue = new();

    public PairTraining(IEnumerable<(string Word, int Count)> words)
    {
        foreach (var (word, count) in words)
        {
            _words.Add(([.. word.Select(letter => letter.ToString())], count));
            Count(_words.Count - 1, count);
        }
    }

    /// <summary>The merges in their order; fewer where no pair is left.</summary>
    public IEnumerable<(string Left, string Right)> Merges(int count)
    {
        while (count > 0 && _queue.TryDequeue(out var pair, out var priority))
        {
            if (_counts.GetValueOrDefault(pair) == -priority.Count && _counts[pair] > 0)
            {
                Apply(pair);
                count--;
                yield return pair;
            }
        }
    }

    private void Apply((string Left, string Right) pair)
    {
        foreach (var place in _places[pair].ToArray())
        {
            var (symbols, count) = _words[place];
            Count(place, -count);
            var joined = new List<string>();
            for (var i = 0; i < symbols.Length; i++)
            {
                var isPair = i + 1 < symbols.Length && (symbols[i], symbols[i + 1]) == pair;
                joined.Add(isPair ? symbols[i] + symbols[++i] : symbols[i]);
            }

            _words[place] = ([.. joined], count);
            Count(place, count);
        }
    }

    private void Count(int place, int count)
    {
        var symbols = _words[place].Symbols;
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            var pair = (symbols[i], symbols[i + 1]);
            _counts[pair] = _counts.GetValueOrDefault(pair) + count;
            if (!_places.TryGetValue(pair, out var places))
            {
                _places[pair] = places = [];
            }

            places.Add(place);
            _queue.Enqueue(pair, (-_counts[pair], pair.Item1, pair.Item2));
        }
    }
}
