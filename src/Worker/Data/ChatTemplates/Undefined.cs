namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>What a name stands for that nobody has set: empty, false, and without members.</summary>
internal sealed class Undefined
{
    private Undefined()
    {
    }

    public static Undefined Value { get; } = new();
}
