namespace FedK8s.Core.Checkpoints;

/// <summary>How fast bytes come to a store and back.</summary>
/// <param name="UploadBytesPerSecond">Null where more bytes took no longer.</param>
/// <param name="DownloadBytesPerSecond">The same of the way back.</param>
public readonly record struct TransferSpeed(double? UploadBytesPerSecond, double? DownloadBytesPerSecond);
