namespace FedK8s.Cli.Commands;

/// <summary>Words of a command that is to be copied into a shell.</summary>
internal static class ShellWord
{
    /// <summary>The word, in quotes where the shell would read it otherwise.</summary>
    public static string Of(string word) =>
        word.All(character => char.IsLetterOrDigit(character) || "/._-+~:@%,\\".Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
