using System.CommandLine;
using System.CommandLine.Parsing;

namespace FedK8s.Cli.Commands;

/// <summary>What a word of the command line must be to name a file or a folder.</summary>
internal static class PathRules
{
    /// <summary>Refuses a word that names nothing, and an address where a path is wanted.</summary>
    public static Argument<string> IsPath(this Argument<string> argument)
    {
        argument.Validators.Add(result => Check(argument.Name, result));
        return argument;
    }

    /// <inheritdoc cref="IsPath(Argument{string})"/>
    public static Option<T> IsPath<T>(this Option<T> option)
    {
        option.Validators.Add(result => Check(option.Name, result));
        return option;
    }

    /// <summary>Refuses a word that names nothing.</summary>
    public static Argument<string> IsPathOrAddress(this Argument<string> argument)
    {
        argument.Validators.Add(result => CheckNotEmpty(argument.Name, result));
        return argument;
    }

    /// <inheritdoc cref="IsPathOrAddress(Argument{string})"/>
    public static Option<T> IsPathOrAddress<T>(this Option<T> option)
    {
        option.Validators.Add(result => CheckNotEmpty(option.Name, result));
        return option;
    }

    private static string? CheckNotEmpty(string name, SymbolResult result)
    {
        var word = result.Tokens is [{ Value: var value }] ? value : null;
        if (word is not null && string.IsNullOrWhiteSpace(word))
        {
            result.AddError($"{name}: found an empty text, wanted a path; write it after {name}.");
            return null;
        }

        return word;
    }

    private static void Check(string name, SymbolResult result)
    {
        if (CheckNotEmpty(name, result) is { } word && word.Contains("://", StringComparison.Ordinal))
        {
            result.AddError($"{name}: found the address {word}, wanted a path; write it without the scheme.");
        }
    }
}
