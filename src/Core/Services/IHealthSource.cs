namespace FedK8s.Core.Services;

/// <summary>A part of a service that knows how it is.</summary>
public interface IHealthSource
{
    /// <summary>The part's name in the answer: <c>bus</c>, <c>run</c>.</summary>
    string Name { get; }

    /// <summary>How it is now. Returns at once; safe from any thread.</summary>
    Health Look();
}
