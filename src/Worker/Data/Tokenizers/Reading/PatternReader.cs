using FedK8s.Worker.Data.Tokenizers.PreTokenizers;

namespace FedK8s.Worker.Data.Tokenizers.Reading;

/// <summary>A <c>pattern</c>: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    private const string Member = "pattern";

    /// <summary>The pattern of a part; null where it cannot be read, which is noted.</summary>
    public static IPattern? Read(JsonPart owner) =>
        ReadText(owner) is not { } found ? null
        : found.IsExpression ? TryMake(owner, found.Text, text => (IPattern)new RegexPattern(text))
        : new LiteralPattern(found.Text);

    /// <summary>The pre-tokenizer that splits by a part's pattern; null where it cannot be read, which is noted.</summary>
    public static IPreTokenizer? ReadSplit(JsonPart owner, SplitBehavior behavior, bool isInverted) =>
        ReadText(owner) is not { } found ? null
        : found.IsExpression ? TryMake(owner, found.Text, text => Patterns.SplitBy(text, behavior, isInverted))
        : new Split(new LiteralPattern(found.Text), behavior, isInverted);

    private static (string Text, bool IsExpression)? ReadText(JsonPart owner)
    {
        if (owner.Part(Member) is not { } part)
        {
            owner.Require(owner.Find(Member).ValueKind != default, Member, "String or Regex");
            return null;
        }

        var literal = part.Text("String", absent: "");
        var expression = part.Text("Regex", absent: "");
        part.RefuseOthers();
        owner.Require(literal.Length == 0 != (expression.Length == 0), Member, "either String or Regex, not empty");
        return literal.Length > 0 ? (literal, false) : expression.Length > 0 ? (expression, true) : null;
    }

    private static TResult? TryMake<TResult>(JsonPart owner, string expression, Func<string, TResult> make)
        where TResult : class
    {
        try
        {
            return make(expression);
        }
        catch (ArgumentException exception)
        {
            owner.Require(false, Member, $"an expression that .NET reads too ({exception.Message.TrimEnd('.')})");
            return null;
        }
    }
}
