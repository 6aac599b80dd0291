using FedK8s.RetentionBench.Toy;

namespace FedK8s.RetentionBench.Trials;

/// <summary>What a run of the toy reads.</summary>
/// <param name="folder">Where everything lies.</param>
/// <param name="trial">What is wanted.</param>
/// <param name="baseModel">What it starts from.</param>
internal sealed class ToyInputs(BenchFolder folder, Trial trial, BaseModel baseModel)
{
    private const int MaxSequenceLength = 16;

    private readonly string _domain = trial.Setting.IsDisjoint ? ToyTasks.OtherDomain : ToyTasks.Domain;

    /// <summary>Of the downstream task; writes the clients' data.</summary>
    public TrialInputs Write() => Write(ToyTasks.Downstream, folder.BaseFolder(baseModel.Key), []);

    /// <summary>Of the task that follows it in a sequence.</summary>
    /// <param name="model">The first task's model, everything folded in.</param>
    public TrialInputs WriteSecond(string model) => Write(
        ToyTasks.Second, model, [InputTask.Downstream(TrialInputs.First, folder.Test(ToyTasks.Downstream, _domain))]);

    private TrialInputs Write(ToyTask task, string model, IEnumerable<InputTask> more) => new(
        model,
        MaxSequenceLength,
        WriteClients(task),
        [
            InputTask.Downstream(TrialInputs.Test, folder.Test(task, _domain)),
            InputTask.Downstream(TrialInputs.Validation, folder.Validation(task, _domain)),
            .. more,
            .. General.Select(general => InputTask.General(general.Name, folder.General(general))),
        ]);

    private IEnumerable<ToyTask> General =>
        baseModel.Tasks.Select(known => ToyTasks.General.First(task => task.Name == known.Name));

    private IReadOnlyList<string> WriteClients(ToyTask task) => folder.WriteClients(
        trial,
        ToyData.Clients(task, _domain, trial.Protocol.Examples, trial.Setting.Clients, trial.Setting.Alpha, trial.Seed));
}
