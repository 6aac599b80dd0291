using System.Security.Cryptography;
using FedK8s.Core.Errors;

namespace FedK8s.Cli.Samples;

/// <summary>A file that a sample is made from and that is no part of this project; docs/samples.md says where it is to be had.</summary>
internal static class ThirdPartyFile
{
    /// <summary>Its bytes, which are those that the sample was made for.</summary>
    /// <param name="folder">Holds the files of all samples.</param>
    /// <param name="name">Its path in that folder.</param>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <exception cref="RunFailedException">FK9002: it is not there, or it is another file.</exception>
    public static byte[] Read(string folder, string name, string sha256)
    {
        var path = Path.Combine(Path.GetFullPath(folder), name);
        try
        {
            var bytes = File.ReadAllBytes(path);
            var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return found == sha256
                ? bytes
                : throw new RunFailedException(
                    ExitCodes.FileNotFound,
                    $"{path}: found SHA-256 {found}, wanted {sha256}; fetch the version that docs/samples.md names");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                ExitCodes.FileNotFound,
                $"{path}: found no such file, wanted the one that docs/samples.md describes; fetch it or correct --from",
                exception);
        }
    }
}
