namespace FedK8s.Core.Errors;

/// <summary>
/// Every reason for which a process of FedK8s may end early. Success is 0; 1 says that the command line was
/// not understood. Each member has its page in docs/errors, and a test checks that.
/// </summary>
public static class ExitCodes
{
    /// <summary>The FederatedRun manifest has at least one problem; all of them are printed.</summary>
    public static ExitCode InvalidManifest { get; } = new("FK9001", 2, "The manifest is not valid");

    /// <summary>A file or folder that the manifest or the command line names is not there.</summary>
    public static ExitCode FileNotFound { get; } = new("FK9002", 3, "A file was not found");

    /// <summary>The output folder, or something in it, cannot be written: permissions or a read-only file
    /// system.</summary>
    public static ExitCode OutputNotWritable { get; } = new("FK9003", 4, "The output cannot be written");

    /// <summary>The device that holds the output has no space left.</summary>
    public static ExitCode DiskFull { get; } = new("FK9004", 5, "The disk is full") { IsRetriable = true };

    /// <summary>A tensor file, its header or its index is broken or hostile.</summary>
    public static ExitCode InvalidTensorFile { get; } = new("FK9005", 6, "A tensor file is not valid");

    /// <summary>The run folder was made by another manifest, and resuming would mix two runs.</summary>
    public static ExitCode RunFolderOfAnotherManifest { get; } =
        new("FK9006", 7, "The run folder belongs to another manifest");

    /// <summary>A stored file differs from the size or SHA-256 that its manifest gives, or the manifest cannot be
    /// read.</summary>
    public static ExitCode CorruptCheckpoint { get; } = new("FK9008", 8, "A stored file is not what its manifest says");

    /// <summary>The blob service did not answer, or only with errors, for as long as we try, or does not take what we
    /// send.</summary>
    public static ExitCode StoreUnavailable { get; } = new("FK9009", 9, "The store cannot be reached") { IsRetriable = true };

    /// <summary>The blob service does not let us in, or no credentials were given.</summary>
    public static ExitCode StoreAccessDenied { get; } = new("FK9010", 10, "The store refuses access");

    /// <summary>The message broker does not let us in, or its TLS settings and ours do not go together.</summary>
    public static ExitCode BrokerAccessDenied { get; } = new("FK9011", 11, "The broker refuses access");

    /// <summary>A variable of a service's environment is missing or cannot be read; all problems are
    /// printed.</summary>
    public static ExitCode InvalidSettings { get; } = new("FK9012", 12, "The settings of a service are not valid");

    /// <summary>The broker is there, and a queue of this process is not listened to for all that; a new process
    /// connects anew.</summary>
    public static ExitCode BusStuck { get; } = new("FK9013", 13, "The bus does not come back") { IsRetriable = true };

    /// <summary>A quorum of accepted updates was not reached in as many attempts as a round has.</summary>
    public static ExitCode QuorumNotMet { get; } = new("FK2001", 20, "Too few clients delivered an update");

    /// <summary>Another aggregator committed this run's state between our reading and our writing of it.</summary>
    public static ExitCode StateConflict { get; } = new("FK2002", 21, "Another aggregator is committing this run") { IsRetriable = true };

    /// <summary>Every update of a round was rejected, so that there is nothing to average.</summary>
    public static ExitCode AllUpdatesRejected { get; } = new("FK2003", 22, "Every update of the round was rejected");

    /// <summary>The run was active for longer than <c>activeDeadlineSeconds</c>.</summary>
    public static ExitCode RunDeadlinePassed { get; } = new("FK2004", 23, "The run's deadline has passed");

    /// <summary>A row of a client's data does not have the expected form.</summary>
    public static ExitCode UnreadableRow { get; } = new("FK3001", 30, "A row of the data cannot be read");

    /// <summary>A client's data holds no row to train on.</summary>
    public static ExitCode EmptyData { get; } = new("FK3002", 31, "The data is empty");

    /// <summary>The checkpoint's tensors and the model's parameters differ in names, shapes or types.</summary>
    public static ExitCode CheckpointMismatch { get; } = new("FK3003", 32, "The checkpoint does not fit the model");

    /// <summary>config.json names an architecture, or an option of one, that no model here implements.</summary>
    public static ExitCode UnsupportedModel { get; } = new("FK3004", 33, "The model's architecture is not supported");

    /// <summary>The manifest asks for a device that this machine, or this build, does not have.</summary>
    public static ExitCode DeviceNotAvailable { get; } = new("FK3005", 34, "The device is not available");

    /// <summary>A loss or a weight became infinite or not a number, in local training or where a checkpoint is
    /// measured.</summary>
    public static ExitCode TrainingDiverged { get; } = new("FK3006", 35, "Training diverged");

    /// <summary>Local training, or a measurement, took no step for longer than the worker's step deadline.</summary>
    public static ExitCode WorkerStuck { get; } = new("FK3007", 36, "A worker made no progress") { IsRetriable = true };

    /// <summary>Another process plays the same client on the same volume.</summary>
    public static ExitCode ClientStateInUse { get; } = new("FK3008", 37, "Another worker holds the client's state") { IsRetriable = true };

    /// <summary>A fault of FedK8s itself: a promise inside the program was broken.</summary>
    public static ExitCode InternalError { get; } = new("FK9099", 70, "An internal error") { IsRetriable = true };

    /// <summary>The user or the cluster asked the process to stop; what was committed stays, and a new start
    /// resumes.</summary>
    public static ExitCode Interrupted { get; } = new("FK9007", 130, "The run was interrupted") { IsRetriable = true };

    /// <summary>All codes, in the order of their process exit numbers.</summary>
    public static IReadOnlyList<ExitCode> All { get; } =
    [
        InvalidManifest, FileNotFound, OutputNotWritable, DiskFull, InvalidTensorFile, RunFolderOfAnotherManifest,
        CorruptCheckpoint, StoreUnavailable, StoreAccessDenied, BrokerAccessDenied,
        InvalidSettings, BusStuck, QuorumNotMet, StateConflict, AllUpdatesRejected,
        RunDeadlinePassed, UnreadableRow, EmptyData,
        CheckpointMismatch, UnsupportedModel, DeviceNotAvailable, TrainingDiverged, WorkerStuck, ClientStateInUse,
        InternalError, Interrupted,
    ];
}
