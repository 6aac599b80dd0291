using System.Numerics;
using System.Runtime.InteropServices;

namespace FedK8s.Worker.Data.Tokenizers.Models;

/// <summary>
/// What words became, by word. Every word has one place, and a newer one takes it: the cache cannot grow, and needs no
/// lock, because an entry is never changed once others can see it.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer pieces are rare and come rarely again.</summary>
    public const int LongestWord = 48;

    private const int BitCount = 15;

    private readonly Entry?[] _entries = new Entry?[1 << BitCount];

    /// <summary>Adds what is known of a word.</summary>
    /// <returns>Whether something was known.</returns>
    public bool TryGet(ReadOnlySpan<char> word, TokenBuffer tokens)
    {
        var entry = Volatile.Read(ref _entries[PlaceOf(word)]);
        if (entry is null || !word.SequenceEqual(entry.Word))
        {
            return false;
        }

        if (entry.Tokens.Length == 1)
        {
            tokens.Add(entry.Tokens[0]);
        }
        else
        {
            tokens.Add(entry.Tokens);
        }

        return true;
    }

    /// <summary>Remembers a word.</summary>
    public void Put(ReadOnlySpan<char> word, ReadOnlySpan<int> tokens) =>
        Volatile.Write(ref _entries[PlaceOf(word)], new Entry(word.ToString(), tokens.ToArray()));

    // Four characters at a time; whoever makes words collide only makes them be encoded again.
    private static int PlaceOf(ReadOnlySpan<char> word)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)word.Length;
        var quads = MemoryMarshal.Cast<char, ulong>(word);
        foreach (var quad in quads)
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ quad) * Multiplier;
        }

        foreach (var character in word[(quads.Length * 4)..])
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ character) * Multiplier;
        }

        return (int)(hash >> (64 - BitCount));
    }

    private sealed record Entry(string Word, int[] Tokens);
}
