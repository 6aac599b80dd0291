namespace FedK8s.Worker.Data.ChatTemplates;

/// <summary>A template refuses a conversation, or cannot write it. The message is one line, without a full stop.</summary>
internal sealed class ChatTemplateException : Exception
{
    public ChatTemplateException()
    {
    }

    public ChatTemplateException(string message)
        : base(message)
    {
    }

    public ChatTemplateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
