using System.Security.Cryptography;
using ELearning.Content;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ELearning.Api;

/// <summary>Signs tokens for trying the product on one's own machine. The key is made once into the data directory, so tokens outlive a restart.</summary>
internal sealed class DevelopmentIssuer : IDisposable
{
    public const string Instance = "http://127.0.0.1/development/";
    public const string Tenant = "00000000-0000-0000-0000-000000000000";
    public const string Audience = "elearning-development";
    public const string Issuer = Instance + Tenant + "/v2.0";

    /// <summary>Who gives the grants that are asked for with a token, in the audit log.</summary>
    public const string Subject = "development-issuer";

    /// <summary>How long a token holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IdentityOptions _identity;
    private readonly TimeProvider _time;
    private readonly RSA _key;
    private readonly SigningCredentials _credentials;

    public DevelopmentIssuer(IOptions<StorageOptions> storage, IdentityOptions identity, TimeProvider time)
    {
        (_identity, _time) = (identity, time);
        _key = ReadOrMake(storage.Value.DataDirectory);
        var key = new RsaSecurityKey(_key)
        {
            KeyId = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..16],
            // A cache of its own: the shared one goes by key id, and a host started again in this process would be handed the disposed key of the one before.
            CryptoProviderFactory = new CryptoProviderFactory(),
        };
        _credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
        Configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
        Configuration.SigningKeys.Add(key);
    }

    /// <summary>What Entra would answer at its metadata address.</summary>
    public OpenIdConnectConfiguration Configuration { get; }

    public string Issue(string subject, IReadOnlyCollection<Role> roles)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var said = new Dictionary<string, object>
        {
            ["sub"] = subject,
            ["oid"] = subject,
            ["tid"] = Tenant,
            ["ver"] = "2.0",
        };
        // As Entra does: a token without any role says what the person let the application do.
        if (roles.Count > 0)
            said["roles"] = roles.Select(Claims.NameOf).ToArray();
        else
            said["scp"] = "access_as_user";
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = _identity.Applications.GetValueOrDefault(subject)?.Audience ?? Audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + Lifetime,
                SigningCredentials = _credentials,
                Claims = said,
            }
        );
    }

    public void Dispose() => _key.Dispose();

    private static RSA ReadOrMake(string directory)
    {
        DataDirectory.Require(directory);
        var path = Path.Combine(directory, "development-issuer.pem");
        if (!File.Exists(path))
            Make(path);
        DataDirectory.Tighten(path);
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception cause) when (cause is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ConfigurationError("Storage:DataDirectory", $"{path} is not a key; delete it and a new one is made", cause);
        }
    }

    private static void Make(string path)
    {
        using var key = RSA.Create(2048);
        var draft = $"{path}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(new FileStream(draft, DataDirectory.ForOwnerAlone())))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft); // another process was first: its key is the key
        }
    }
}
