namespace FedK8s.Core.Services;

/// <summary>A service as its help shows it, and how it is put together.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Summary">One or two sentences.</param>
/// <param name="Settings">Its own variables, beside <see cref="ServiceSettings.All"/>.</param>
/// <param name="Compose">Reads its own variables and says what it consists of.</param>
public sealed record ServiceDescription(
    string Name,
    string Summary,
    IReadOnlyList<Setting> Settings,
    Func<SettingsReader, ServiceSettings, ServiceParts> Compose);
