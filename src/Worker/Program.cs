using FedK8s.Core.Services;
using FedK8s.Worker;

return await new ServiceProgram(
    WorkerService.Description, Environment.GetEnvironmentVariable, Console.Out, Console.Error).RunAsync(args);
