using System.CommandLine;

namespace FedK8s.Cli.Commands;

/// <summary>Arguments and options that are paths: an empty one, such as a shell's unset variable gives, is refused.</summary>
internal static class PathSymbols
{
    public static Argument<string> Path(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError(Empty(name));
            }
        });
        return argument;
    }

    public static Option<T> RefuseEmpty<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError(Empty(option.Name));
            }
        });
        return option;
    }

    private static string Empty(string name) => $"{name}: found nothing, wanted a path.";
}
