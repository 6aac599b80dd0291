using System.Text;
using FedK8s.Worker.Data.Tokenizers.Unicode;

namespace FedK8s.Worker.Data.Tokenizers.PreTokenizers;

/// <summary>The pre-tokenizers that cut by kinds of characters.</summary>
internal static class Runs
{
    private const int AsciiCount = 128;

    private static readonly RunKind[] AsciiBertKinds =
        [.. Enumerable.Range(0, AsciiCount).Select(character => FindBertKind(new Rune(character)))];

    /// <summary>Words between white space, each punctuation character a word.</summary>
    public static IPreTokenizer Bert { get; } =
        new RunPieces(rune => rune.IsAscii ? AsciiBertKinds[rune.Value] : FindBertKind(rune));

    /// <summary>As the pattern <c>\w+|[^\w\s]+</c>: words, and what is neither word nor white space.</summary>
    public static IPreTokenizer Whitespace { get; } = new RunPieces(rune =>
        CharacterKinds.IsWord(rune) ? RunKind.Word
        : CharacterKinds.IsSpace(rune) ? RunKind.LeftOut
        : RunKind.Other);

    /// <summary>What lies between white space.</summary>
    public static IPreTokenizer WhitespaceSplit { get; } =
        new RunPieces(rune => CharacterKinds.IsSpace(rune) ? RunKind.LeftOut : RunKind.Word);

    private static RunKind FindBertKind(Rune rune) =>
        CharacterKinds.IsSpace(rune) ? RunKind.LeftOut
        : CharacterKinds.IsPunctuation(rune) ? RunKind.Alone
        : RunKind.Word;
}
