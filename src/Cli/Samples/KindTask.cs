using FedK8s.Core.Determinism;

namespace FedK8s.Cli.Samples;

/// <summary>
/// The general task that reads a sentence: name the kind of the thing it speaks of. It teaches the base model what a sentence
/// looks like, so that tickets are a new task and not a new language.
/// </summary>
internal static class KindTask
{
    private static readonly string[] _openings =
        ["", "we saw ", "look, ", "there was ", "they say ", "in short, ", "once more, ", "note: ", "i think "];

    private static readonly string[] _articles = ["a ", "the ", "my ", "one ", ""];

    private static readonly string[] _remarks =
    [
        "is here", "was found", "looks nice", "is gone", "can wait", "is not new", "was in the way", "must be sold",
        "is too small", "fell down", "was mine", "came back",
    ];

    private static readonly string[] _closings =
        ["", " again", " near the lake", " last week", " for sure", ", he said", " in room 7", " by noon", " at the end"];

    private static readonly (string Kind, string[] Things)[] _kinds =
    [
        ("animal", ["horse", "rabbit", "tiger", "sparrow", "dolphin", "goat", "beetle", "wolf"]),
        ("fruit", ["apple", "cherry", "banana", "lemon", "peach", "melon", "plum", "grape"]),
        ("tool", ["hammer", "shovel", "ladder", "drill", "saw", "chisel", "wrench", "rake"]),
        ("colour", ["green", "yellow", "purple", "orange", "brown", "white", "black", "pink"]),
        ("drink", ["tea", "juice", "milk", "water", "cider", "cocoa", "lemonade", "wine"]),
        ("metal", ["iron", "copper", "silver", "gold", "zinc", "nickel", "tin", "lead"]),
        ("plant", ["oak", "fern", "rose", "tulip", "moss", "cactus", "ivy", "clover"]),
        ("music", ["piano", "violin", "drum", "flute", "harp", "trumpet", "cello", "guitar"]),
    ];

    public static SampleExample Draw(SeededRandom random)
    {
        var (kind, things) = random.Any(_kinds);
        var sentence = string.Concat(
            random.Any(_openings), random.Any(_articles), random.Any(things), " ", random.Any(_remarks),
            random.Any(_closings), "=");
        return new(sentence, kind);
    }
}
