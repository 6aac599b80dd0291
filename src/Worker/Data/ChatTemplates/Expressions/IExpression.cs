namespace FedK8s.Worker.Data.ChatTemplates.Expressions;

/// <summary>Something that has a value.</summary>
internal interface IExpression
{
    /// <exception cref="ChatTemplateException">It has none for this conversation.</exception>
    object? Evaluate(Scope scope);
}
