namespace FedK8s.Worker.Data.Tokenizers.Decoders;

/// <summary>Takes a character off each token's ends.</summary>
/// <param name="character">Which one.</param>
/// <param name="start">At most so many off the start.</param>
/// <param name="stop">At most so many off the end.</param>
internal sealed class Strips(char character, int start, int stop)
{
    public string Decode(string token)
    {
        var from = 0;
        while (from < Math.Min(start, token.Length) && token[from] == character)
        {
            from++;
        }

        var to = token.Length;
        while (to > from && token.Length - to < stop && token[to - 1] == character)
        {
            to--;
        }

        return token[from..to];
    }
}
