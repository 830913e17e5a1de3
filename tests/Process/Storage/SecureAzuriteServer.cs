using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace ELearning.Processes.Tests.Storage;

/// <summary>The emulator over TLS with a certificate of its own, taking tokens as Azure does, but from anybody.</summary>
public sealed class SecureAzuriteServer : AzuriteServer, IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-azurite-");
    private string _thumbprint = "";

    public TokenCredential Credential { get; } = new Identity("https://storage.azure.com");

    async Task IAsyncLifetime.InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        var (pem, keyPem) = (Path.Combine(_directory.FullName, "cert.pem"), Path.Combine(_directory.FullName, "key.pem"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyPem, key.ExportPkcs8PrivateKeyPem());
        await StartAsync(["--oauth", "basic", "--cert", pem, "--key", keyPem]);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Trusts this server's certificate and no other.</summary>
    public HttpClient Client() =>
        new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == _thumbprint });

    public BlobClientOptions Options() => new() { Transport = new HttpClientTransport(Client()) };

    public BlobServiceClient Service() => new(new Uri(ServiceUri), Credential, Options());

    /// <summary>Whoever it says it is: a token of the right form, signed by nobody.</summary>
    public sealed class Identity(string audience) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var expires = TimeProvider.System.GetUtcNow().AddHours(1);
            var claims = new
            {
                aud = audience,
                iss = "https://sts.windows.net/00000000-0000-0000-0000-000000000001/",
                iat = expires.AddHours(-2).ToUnixTimeSeconds(),
                nbf = expires.AddHours(-2).ToUnixTimeSeconds(),
                exp = expires.ToUnixTimeSeconds(),
                oid = "00000000-0000-0000-0000-000000000002",
                tid = "00000000-0000-0000-0000-000000000001",
            };
            return new AccessToken($"{Part(new { alg = "none", typ = "JWT" })}.{Part(claims)}.x", expires);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));

        private static string Part<T>(T value) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }
}
