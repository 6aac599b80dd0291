using System.CommandLine;
using FedK8s.Cli.Local;
using FedK8s.Contracts.Spec;

namespace FedK8s.Cli.Commands;

/// <summary>The options of every command that trains.</summary>
internal sealed class RunOptions
{
    public Option<string?> Store { get; } =
        Option<string?>("--store", "DIR", "The run's folder, instead of spec.checkpoint.storageUri.").IsPath();

    public Option<int?> Parallel { get; } = CreateParallel();

    public Option<DeviceKind?> Device { get; } = CreateDevice();

    /// <summary>What they say together.</summary>
    public LocalSettings Settings(ParseResult parsed) =>
        new() { Parallel = parsed.GetValue(Parallel), Device = parsed.GetValue(Device) };

    private static Option<int?> CreateParallel()
    {
        var parallel = Option<int?>(
            "--parallel",
            "N",
            "Clients that train at a time, at least 1; each takes a model's memory, and the result is the same. "
            + "By default one for each processor as far as memory allows, and one on a GPU.");
        parallel.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var count) && count >= 1)
            {
                return count;
            }

            result.AddError($"--parallel: found {result.Tokens[0].Value}, wanted a whole number from 1.");
            return null;
        };
        return parallel;
    }

    private static Option<DeviceKind?> CreateDevice()
    {
        var device = Option<DeviceKind?>("--device", "auto|cpu|cuda", "Where to train, instead of spec.localTraining.device.");
        device.CustomParser = result =>
        {
            var word = result.Tokens[0].Value;
            if (Enum.GetNames<DeviceKind>().Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return Enum.Parse<DeviceKind>(word, ignoreCase: true);
            }

            result.AddError($"--device: found {word}, wanted one of auto, cpu, cuda.");
            return null;
        };
        return device;
    }

    private static Option<T> Option<T>(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };
}
