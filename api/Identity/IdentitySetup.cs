using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ELearning.Api;

/// <summary>Bearer tokens: Entra ID by <c>AzureAd:*</c>, or the development issuer.</summary>
internal static class IdentitySetup
{
    /// <summary>Clocks of issuer and host may differ by this much.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    /// <summary>What Entra takes in place of a tenant's id.</summary>
    private static readonly HashSet<string?> ManyTenants = new(["common", "organizations", "consumers"], StringComparer.OrdinalIgnoreCase);

    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddScoped<CallerContext>();
        services.TryAddSingleton(Subjects.InContent);
        services.TryAddSingleton<JoinedMembers>();

        var options = Settings.Read<IdentityOptions>(builder.Configuration, "Identity");
        services.AddSettings<IdentityOptions>("Identity");
        services.AddSingleton(options);
        if (options.Development)
            AddDevelopmentIssuer(builder);
        else
            AddEntra(builder);

        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .PostConfigure<TimeProvider>(
                (bearer, time) =>
                {
                    // Token lifetimes follow the same clock as everything else.
                    bearer.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) =>
                        expires is { } end && time.GetUtcNow() < end + ClockSkew && (notBefore is not { } start || start - ClockSkew <= time.GetUtcNow());
                    bearer.TokenValidationParameters.AudienceValidator = Audiences(options, bearer.TokenValidationParameters.AudienceValidator);
                    // Nobody asks for the token once it has been read.
                    bearer.SaveToken = false;
                    var inner = bearer.TokenHandlers.Single();
                    bearer.TokenHandlers.Clear();
                    bearer.TokenHandlers.Add(new RememberedTokens(inner, time));
                }
            );
        services.AddAuthorization();
        return builder;
    }

    /// <param name="usual">For whoever has no audience of their own; null: the valid one is compared.</param>
    private static AudienceValidator Audiences(IdentityOptions identity, AudienceValidator? usual) =>
        (audiences, token, parameters) =>
            token is JsonWebToken read
            && Claims.ApplicationOf(read) is { } application
            && identity.Applications.GetValueOrDefault(application)?.Audience is { Length: > 0 } own
                ? audiences.Contains(own, StringComparer.Ordinal)
                : usual?.Invoke(audiences, token, parameters) ?? audiences.Contains(parameters.ValidAudience, StringComparer.Ordinal);

    private static void AddEntra(WebApplicationBuilder builder)
    {
        foreach (var key in new[] { "AzureAd:Instance", "AzureAd:TenantId", "AzureAd:ClientId" })
        {
            if (string.IsNullOrWhiteSpace(builder.Configuration[key]))
                throw new ConfigurationError(
                    key,
                    "is missing; set it as Microsoft.Identity.Web documents it (or, in the Development environment, set Identity:Development to true)"
                );
        }

        // Roles are given in the tenant of whoever signs in, and a subject is unique with its issuer: of one tenant alone both mean what they say.
        if (ManyTenants.Contains(builder.Configuration["AzureAd:TenantId"]))
            throw new ConfigurationError("AzureAd:TenantId", "names no single tenant; set the id of the one whose people and applications may sign in");

        builder.Services.AddMicrosoftIdentityWebApiAuthentication(builder.Configuration, "AzureAd");
    }

    private static void AddDevelopmentIssuer(WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            throw new ConfigurationError(
                "Identity:Development",
                $"is true in the {builder.Environment.EnvironmentName} environment; set it to false and configure AzureAd:*, anybody could make tokens"
            );
        }

        var services = builder.Services;
        services.AddSingleton<DevelopmentIssuer>();
        services
            .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApi(
                bearer => bearer.RequireHttpsMetadata = false,
                identity =>
                {
                    identity.Instance = DevelopmentIssuer.Instance;
                    identity.TenantId = DevelopmentIssuer.Tenant;
                    identity.ClientId = DevelopmentIssuer.Audience;
                }
            );
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<DevelopmentIssuer>(
                (bearer, issuer) =>
                {
                    bearer.RequireHttpsMetadata = false;
                    bearer.Configuration = issuer.Configuration;
                }
            )
            .PostConfigure(bearer =>
            {
                bearer.TokenValidationParameters.IssuerValidator = null;
                bearer.TokenValidationParameters.ValidIssuer = DevelopmentIssuer.Issuer;
                bearer.TokenValidationParameters.ValidAudience = DevelopmentIssuer.Audience;
            });
    }
}
