using TorchSharp.Modules;

namespace FedK8s.Worker.Training;

/// <summary>Where local training keeps what it has done, so that a process that dies does not take all of it along.</summary>
internal interface ITrainingSaves
{
    /// <summary>Whether it is time for another save.</summary>
    bool IsDue { get; }

    /// <summary>What was saved of this very training; null: nothing that fits, begin at the start.</summary>
    /// <param name="weights">The weights that are to be trained.</param>
    TrainingSnapshot? Find(IReadOnlyList<(string Name, Parameter Weight)> weights);

    /// <summary>Saves, and returns at once: the writing goes on beside the training. It owns the snapshot from now on.</summary>
    void Save(TrainingSnapshot snapshot);

    /// <summary>Saves, and returns once it is written: the process is about to end. It owns the snapshot from now on.</summary>
    void SaveLast(TrainingSnapshot snapshot);
}
