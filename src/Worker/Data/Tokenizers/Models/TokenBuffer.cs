namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>Token ids as they come.</summary>
internal sealed class TokenBuffer(int capacity = 16)
{
    private int[] _ids = new int[Math.Max(1, capacity)];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public void Add(int id)
    {
        Reserve(1);
        _ids[Count++] = id;
    }

    public void Add(ReadOnlySpan<int> ids)
    {
        Reserve(ids.Length);
        ids.CopyTo(_ids.AsSpan(Count));
        Count += ids.Length;
    }

    /// <summary>Those from a position on; until something is added, they may be changed in place.</summary>
    public Span<int> Since(int start) => _ids.AsSpan(start, Count - start);

    /// <summary>Keeps the first of them.</summary>
    public void CutTo(int count) => Count = count;

    public int[] ToArray() => Since(0).ToArray();

    private void Reserve(int count)
    {
        if (count > _ids.Length - Count)
        {
            Array.Resize(ref _ids, (int)Math.Min(Array.MaxLength, Math.Max(2L * _ids.Length, (long)Count + count)));
        }
    }
}
