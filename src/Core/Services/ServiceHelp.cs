using System.Text;

namespace FedK8s.Core.Services;

/// <summary>What <c>--help</c> of a service prints.</summary>
internal static class ServiceHelp
{
    public static string Of(ServiceDescription service)
    {
        var text = new StringBuilder()
            .Append(service.Summary).Append("\n\n")
            .Append("It takes its settings from the environment:\n\n");
        foreach (var setting in service.Settings.Concat(ServiceSettings.All))
        {
            text.Append($"  {setting.Name} ({setting.Default})\n      {setting.Meaning}\n");
        }

        return text
            .Append("\nIt ends with 0 when its run is complete or suspended; docs/errors says what other numbers mean, and for\n")
            .Append("which of them it may help to start it again.\n")
            .ToString();
    }
}
