using FedK8s.Contracts.Spec;

namespace FedK8s.RetentionBench.Trials;

/// <summary>An evaluation task.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it is what is learnt.</param>
/// <param name="Path">The data file.</param>
internal sealed record InputTask(string Name, EvaluationTaskKind Kind, string Path)
{
    public static InputTask Downstream(string name, string path) => new(name, EvaluationTaskKind.Downstream, path);

    public static InputTask General(string name, string path) => new(name, EvaluationTaskKind.General, path);
}
