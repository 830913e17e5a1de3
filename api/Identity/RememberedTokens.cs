using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using BitFaster.Caching.Lru;
using Microsoft.IdentityModel.Tokens;

namespace ELearning.Api;

/// <summary>
/// Checks the signature of a token once and then remembers what it says, by the token's hash: the public-key arithmetic would be a good part of a heartbeat.
/// Lifetimes are judged at every request by the same clock; a signing key that the issuer takes back holds for at most <see cref="Memory"/> longer. The token
/// itself is not kept.
/// </summary>
internal sealed class RememberedTokens(TokenHandler inner, TimeProvider time) : TokenHandler
{
    /// <summary>How long a signature is trusted without looking again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private const int Capacity = 50_000;
    private readonly ConcurrentLru<string, Said> _said = new(Capacity);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_said.TryGet(hash, out var known) && time.GetUtcNow() < known.Until && known.Holds(validationParameters))
            return known.Again();

        var result = await inner.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken: { } read })
        {
            _said.AddOrUpdate(hash, new Said(read.ValidFrom, read.ValidTo, time.GetUtcNow() + Memory, result.ClaimsIdentity));
        }
        else
        {
            _said.TryRemove(hash);
        }

        return result;
    }

    private sealed class Said(DateTime from, DateTime to, DateTimeOffset until, ClaimsIdentity identity)
    {
        // Copies that belong to no identity: the one the handler made keeps the token.
        private readonly Claim[] _claims = [.. identity.Claims.Select(claim => claim.Clone())];
        private readonly (string? Authentication, string Name, string Role) _types = (
            identity.AuthenticationType,
            identity.NameClaimType,
            identity.RoleClaimType
        );

        public DateTimeOffset Until => until;

        public bool Holds(TokenValidationParameters parameters) => parameters.LifetimeValidator is { } lifetime && lifetime(from, to, null, parameters);

        public TokenValidationResult Again() =>
            new()
            {
                IsValid = true,
                SecurityToken = new Checked(from, to),
                ClaimsIdentity = new ClaimsIdentity(_claims, _types.Authentication, _types.Name, _types.Role),
            };
    }

    /// <summary>What the bearer scheme asks of a token beside its claims: from when until when.</summary>
    private sealed class Checked(DateTime from, DateTime to) : SecurityToken
    {
        public override string Id => "";

        public override string Issuer => "";

        public override DateTime ValidFrom => from;

        public override DateTime ValidTo => to;

        public override SecurityKey? SecurityKey => null;

        public override SecurityKey? SigningKey { get; set; }
    }
}
