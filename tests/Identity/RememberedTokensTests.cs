using ELearning.Api;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ELearning.Tests.Identity;

public sealed class RememberedTokensTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 10, 2, 0, 0, TimeSpan.Zero));
    private readonly Asked _inner = new();
    private readonly RememberedTokens _tokens;
    private readonly TokenValidationParameters _parameters;

    public RememberedTokensTests()
    {
        _tokens = new RememberedTokens(_inner, _time);
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = "issuer",
            ValidAudience = "audience",
            IssuerSigningKey = Key(1),
            LifetimeValidator = (from, to, _, _) => from <= _time.GetUtcNow() && _time.GetUtcNow() < to,
        };
    }

    [Fact]
    public async Task A_signature_is_checked_once_and_says_the_same_each_time()
    {
        var token = Token();
        var first = await _tokens.ValidateTokenAsync(token, _parameters);
        var again = await _tokens.ValidateTokenAsync(token, _parameters);
        Assert.Equal((true, true, 1), (first.IsValid, again.IsValid, _inner.Times));
        Assert.Equal(Says(first), Says(again));
        Assert.Contains("roles Member", Says(again));
        Assert.NotSame(first.ClaimsIdentity, again.ClaimsIdentity);
        Assert.Equal(first.SecurityToken.ValidTo, again.SecurityToken.ValidTo);
        Assert.True((await _tokens.ValidateTokenAsync(Token("other"), _parameters)).IsValid);
        Assert.Equal(2, _inner.Times);
    }

    [Fact]
    public async Task A_token_that_is_over_is_refused_the_moment_it_is()
    {
        _time.Advance(Lifetime - TimeSpan.FromMinutes(1));
        var token = Token(at: _time.GetUtcNow() - Lifetime + TimeSpan.FromMinutes(1));
        Assert.True((await _tokens.ValidateTokenAsync(token, _parameters)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True((await _tokens.ValidateTokenAsync(token, _parameters)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await _tokens.ValidateTokenAsync(token, _parameters)).IsValid);
        // A clock put right again finds nothing remembered.
        Assert.Equal(2, _inner.Times);
    }

    [Fact]
    public async Task A_key_taken_back_holds_no_longer_than_the_memory()
    {
        var token = Token();
        await _tokens.ValidateTokenAsync(token, _parameters);
        _parameters.IssuerSigningKey = Key(2);
        _time.Advance(RememberedTokens.Memory - TimeSpan.FromTicks(1));
        Assert.True((await _tokens.ValidateTokenAsync(token, _parameters)).IsValid);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False((await _tokens.ValidateTokenAsync(token, _parameters)).IsValid);
    }

    [Fact]
    public async Task What_was_altered_or_refused_is_never_remembered()
    {
        var token = Token();
        await _tokens.ValidateTokenAsync(token, _parameters);
        var altered = token[..^2] + (token[^2] == 'A' ? "B" : "A") + token[^1];
        Assert.False((await _tokens.ValidateTokenAsync(altered, _parameters)).IsValid);
        Assert.False((await _tokens.ValidateTokenAsync(altered, _parameters)).IsValid);
        Assert.False((await _tokens.ValidateTokenAsync("nonsense", _parameters)).IsValid);
        Assert.Equal(4, _inner.Times);
    }

    private static SymmetricSecurityKey Key(byte seed) => new(Enumerable.Repeat(seed, 32).ToArray());

    private static string[] Says(TokenValidationResult result) => [.. result.ClaimsIdentity.Claims.Select(claim => $"{claim.Type} {claim.Value}")];

    private string Token(string subject = "QZ000001", DateTimeOffset? at = null)
    {
        var start = (at ?? _time.GetUtcNow()).UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = "issuer",
                Audience = "audience",
                NotBefore = start,
                Expires = start + Lifetime,
                SigningCredentials = new SigningCredentials(Key(1), SecurityAlgorithms.HmacSha256),
                Claims = new Dictionary<string, object> { ["oid"] = subject, ["roles"] = new[] { "Member", "Editor" } },
            }
        );
    }

    /// <summary>The real handler, counted.</summary>
    private sealed class Asked : TokenHandler
    {
        private readonly JsonWebTokenHandler _handler = new();

        public int Times { get; private set; }

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            Times++;
            return _handler.ValidateTokenAsync(token, validationParameters);
        }
    }
}
