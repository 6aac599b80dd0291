using FedK8s.Core.Errors;

namespace FedK8s.Worker.Data.ChatTemplates.Parsing;

/// <summary>How a template that cannot be read is refused.</summary>
internal static class Syntax
{
    /// <param name="location">The template's file.</param>
    /// <param name="line">From 1, of the template.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="wanted">What could stand there.</param>
    public static RunFailedException Error(string location, int line, string found, string wanted) =>
        new(ExitCodes.UnsupportedModel,
            $"{location}: the chat template's line {line} has {PrintableText.Of(found)}, wanted {wanted}; write the "
            + "conversations as prompt and completion or choose another base model.");
}
