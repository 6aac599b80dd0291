using FedK8s.Cli.Commands;
using FedK8s.Cli.Reporting;

return await CommandLine.InvokeAsync(args, Terminal.OfProcess);
