using FedK8s.Aggregator;
using FedK8s.Core.Services;

return await new ServiceProgram(
    AggregatorService.Description, Environment.GetEnvironmentVariable, Console.Out, Console.Error).RunAsync(args);
