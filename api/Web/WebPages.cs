using System.Security.Cryptography;
using System.Text;
using ELearning.Content;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// The online school's pages, as <c>infra/web</c> built them: one HTML page for every address of the client, filled in here, and hashed files that never change.
/// Where they were not built, <c>/</c> says so.
/// </summary>
internal static class WebPages
{
    /// <summary>Every address of the client's pages; its own routes are in <c>infra/web/src/learner/Shell/Shell.tsx</c>.</summary>
    public static readonly IReadOnlyList<string> Addresses =
    [
        "/",
        "/courses/{id?}",
        "/learn/{courseware}/{chapter}",
        "/standing",
        "/hours/{id?}",
        "/log",
        "/claims",
        "/teachers/{id?}",
        "/profile",
        "/messages",
        "/activate",
        "/sign-in",
        "/signed-in",
    ];

    /// <summary>Where the build left the page and its operations.</summary>
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "pages");

    private static readonly CacheControlHeaderValue Forever = new()
    {
        Public = true,
        MaxAge = TimeSpan.FromDays(365),
        Extensions = { new("immutable") },
    };

    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WebOperations>();
    }

    /// <summary>What lies behind the pages, in the browser's sight: names under <c>/assets</c> carry a hash, so what they name never changes.</summary>
    public static void UseWeb(this WebApplication app)
    {
        if (!IsServed(app))
            return;
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/assets"),
            assets =>
                assets.Use(
                    (context, next) =>
                    {
                        context.Response.OnStarting(() =>
                        {
                            if (
                                context.Response.StatusCode
                                is StatusCodes.Status200OK
                                    or StatusCodes.Status206PartialContent
                                    or StatusCodes.Status304NotModified
                            )
                                context.Response.GetTypedHeaders().CacheControl = Forever;
                            return Task.CompletedTask;
                        });
                        return next(context);
                    }
                )
        );
    }

    public static void MapWeb(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Enabled)
            return;
        if (!IsServed(app))
        {
            app.MapGet("/", (HttpContext context) => NotBuilt.Answer(context));
            return;
        }
        app.MapStaticAssets();
        var built = File.ReadAllText(Path.Combine(Folder, "learner.html"));
        var build = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(built)))[..12];
        var (configuration, authority) = Configuration(app, build);
        var page = WebPage.ForLearners(built, configuration, app.Services.GetRequiredService<MediaLibrary>().Origin, authority);
        foreach (var address in Addresses)
            app.MapMethods(address, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Answer(context, page));
        // Whoever mistypes an address in a browser is told so by the page.
        app.MapFallback("{*path:nonfile}", (HttpContext context) => AsksForPage(context.Request) ? Answer(context, page, missing: true) : Results.NotFound());
        var explorer = WebPage.ForExplorer(File.ReadAllText(Path.Combine(Folder, "explorer.html")), configuration, authority);
        app.Services.GetRequiredService<GraphQLServerOptions>().ExplorerPage = context => Answer(context, explorer).ExecuteAsync(context);
        app.Services.GetRequiredService<WebOperations>().Read(Path.Combine(Folder, "operations.json"), build);
    }

    private static bool IsServed(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Enabled && File.Exists(Path.Combine(Folder, "learner.html"));

    private static bool AsksForPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    private static IResult Answer(HttpContext context, WebPage page, bool missing = false)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = page.Policy;
        headers.XContentTypeOptions = "nosniff";
        // Addresses of media are signed: no other site is told of one.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        return missing
            ? Results.Text(page.Html, "text/html; charset=utf-8", StatusCodes.Status404NotFound)
            : Results.Bytes(page.Html, "text/html; charset=utf-8", entityTag: page.Tag);
    }

    private static (Dictionary<string, string> Configuration, string? Authority) Configuration(WebApplication app, string build)
    {
        var configuration = new Dictionary<string, string> { ["build"] = build };
        if (app.Services.GetRequiredService<IdentityOptions>().Development)
            return (configuration, null);
        var web = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        var entra = app.Configuration.GetSection("AzureAd");
        var authority = web.Authority ?? $"{entra["Instance"]?.TrimEnd('/')}/{entra["TenantId"]}/v2.0";
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address))
            throw new ConfigurationError("Web:Authority", $"is no address: {authority}");
        configuration["authority"] = authority;
        configuration["clientId"] = web.ClientId ?? entra["ClientId"] ?? "";
        configuration["scope"] = web.Scope ?? $"openid profile offline_access api://{entra["ClientId"]}/access_as_user";
        return (configuration, address.GetLeftPart(UriPartial.Authority));
    }
}
