using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using FedK8s.Core.Errors;

namespace FedK8s.Core.Checkpoints.Azure;

/// <summary>
/// A storage account and what lets us in, from the variables that Azure's own tools read; a Kubernetes Secret that a
/// spec's <c>secretRef</c> names has them as its keys. The first of these that is there counts: a connection string, a
/// shared access signature, an account key, workload identity. It is a class, not a record, so that printing it shows no
/// secret.
/// </summary>
public sealed class AzureAccount
{
    private const string ConnectionString = "AZURE_STORAGE_CONNECTION_STRING";
    private const string Name = "AZURE_STORAGE_ACCOUNT";
    private const string Endpoint = "AZURE_STORAGE_BLOB_ENDPOINT";
    private const string SasToken = "AZURE_STORAGE_SAS_TOKEN";
    private const string Key = "AZURE_STORAGE_KEY";
    private const string ClientId = "AZURE_CLIENT_ID";
    private const string TenantId = "AZURE_TENANT_ID";
    private const string TokenFile = "AZURE_FEDERATED_TOKEN_FILE";
    private const string AuthorityHost = "AZURE_AUTHORITY_HOST";

    private readonly Func<string, string?> _find;

    private AzureAccount(Func<string, string?> find) => _find = find;

    /// <summary>The account that variables name.</summary>
    /// <param name="find">The value of a variable, for example of the environment; null where it is not set.</param>
    public static AzureAccount From(Func<string, string?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        return new(name => find(name)?.Trim() is { Length: > 0 } value ? value : null);
    }

    /// <summary>A client of the account.</summary>
    /// <param name="options">How it sends requests.</param>
    /// <param name="tokens">How it asks for tokens, where it has to; null for the default.</param>
    /// <exception cref="RunFailedException">A variable is missing or cannot be read.</exception>
    internal BlobServiceClient Connect(BlobClientOptions options, WorkloadIdentityCredentialOptions? tokens = null)
    {
        try
        {
            return Find(options, tokens ?? new());
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // The cause's text may quote what it could not read.
            throw Unusable($"{Used()} cannot be read", $"what the Azure portal shows as {Used()}");
        }
    }

    internal static BlobClientOptions OptionsOf(TransferSettings transfer) => new()
    {
        Retry = { MaxRetries = 0, NetworkTimeout = transfer.AttemptPatience }, // StoreCalls tries again, and only it
    };

    private BlobServiceClient Find(BlobClientOptions options, WorkloadIdentityCredentialOptions tokens)
    {
        if (_find(ConnectionString) is { } connection)
        {
            return new(connection, options);
        }

        var endpoint = FindEndpoint() ?? throw Unusable(
            $"found none of {ConnectionString}, {Endpoint} and {Name}", "one of them to name the account");
        if (_find(SasToken) is { } sas)
        {
            return new(endpoint, new AzureSasCredential(sas.TrimStart('?')), options);
        }

        if (_find(Key) is { } key)
        {
            var account = _find(Name) ?? throw Unusable($"found {Key} without {Name}", "the account that the key is of");
            return new(endpoint, new StorageSharedKeyCredential(account, key), options);
        }

        return new(endpoint, FindIdentity(tokens), options);
    }

    private Uri? FindEndpoint()
    {
        if (_find(Endpoint) is { } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Query == ""
                ? uri
                : throw Unusable($"{Endpoint} is no plain https:// address", "for example https://ACCOUNT.blob.core.windows.net");
        }

        return _find(Name) is { } account ? new Uri($"https://{account}.blob.core.windows.net") : null;
    }

    private WorkloadIdentityCredential FindIdentity(WorkloadIdentityCredentialOptions options)
    {
        string[] missing = [.. new[] { ClientId, TenantId, TokenFile }.Where(name => _find(name) is null)];
        if (missing.Length > 0)
        {
            throw Unusable(
                $"found neither {SasToken} nor {Key}, and no workload identity ({string.Join(", ", missing)} not set)",
                $"credentials; a pod gets an identity by the label azure.workload.identity/use and a service account");
        }

        (options.ClientId, options.TenantId, options.TokenFilePath) = (_find(ClientId), _find(TenantId), _find(TokenFile));
        if (_find(AuthorityHost) is { } host)
        {
            options.AuthorityHost = new Uri(host);
        }

        return new(options);
    }

    private string Used() =>
        new[] { ConnectionString, SasToken, Key }.FirstOrDefault(name => _find(name) is not null) ?? AuthorityHost;

    private static RunFailedException Unusable(string found, string wanted) =>
        new(ExitCodes.StoreAccessDenied, $"the environment: {found}, wanted {wanted}; see docs/storage.md");
}
