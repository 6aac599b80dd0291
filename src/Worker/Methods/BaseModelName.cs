using FedK8s.Worker.Network.Files;

namespace FedK8s.Worker.Methods;

/// <summary>What an exported adapter calls its base model.</summary>
internal static class BaseModelName
{
    /// <summary>
    /// The name that config.json gives itself (<c>_name_or_path</c>), unless that is a path of some machine; otherwise the name of
    /// the model's folder, without where it lies here.
    /// </summary>
    public static string Of(LoadedModel loaded)
    {
        var given = loaded.Config["_name_or_path"]?.ToString() ?? "";
        return given.Length > 0 && !Path.IsPathRooted(given)
            ? given
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(loaded.Folder));
    }
}
