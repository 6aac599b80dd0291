namespace k8s.Models;

/// <summary>Anything with a spec.</summary>
public interface ISpec<T>
{
    T Spec { get; set; }
}
