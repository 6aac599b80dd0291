using System.Runtime.CompilerServices;

namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>A template is a program of strangers: it gets so many steps and so much text for one conversation.</summary>
internal sealed class RenderBudget
{
    private const int LargestStepCount = 1_000_000;
    private const int LargestTextLength = 1 << 24;

    private int _steps;

    /// <exception cref="ChatTemplateException">Too many steps, or too deep in one another.</exception>
    public void TakeStep()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ChatTemplateException("it holds an expression that is too long");
        }

        if (++_steps > LargestStepCount)
        {
            throw new ChatTemplateException($"it takes more than {LargestStepCount} steps");
        }
    }

    public static void Require(long length)
    {
        if (length > LargestTextLength)
        {
            throw TooLong();
        }
    }

    private static ChatTemplateException TooLong() => new($"it writes more than {LargestTextLength} characters");
}
