using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>
/// <c>GET</c> and <c>HEAD /media/{asset}</c>: bytes by a signed, expiring address; the signature is the right, so that a player needs no token. A
/// folder's files are served here, or by the proxy before it, with ranges and conditions; on Azure the answer is a redirect to a signed address of the one
/// blob, which serves the same.
/// </summary>
/// <remarks>
/// A wrong signature is 403, an address whose time is over 410 (ask the API for a new one), a file that is gone 404; each a problem with a code.
/// </remarks>
internal static class MediaEndpoint
{
    private const string Path = "/media/{asset}";

    public static void AddMedia(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider => new MediaOrigins(
            provider.GetRequiredService<IOptions<WebOptions>>().Value.Origins,
            provider.GetRequiredService<IOptions<MediaOptions>>().Value.Origins
        ));
        builder.Services.AddSingleton<MediaHandover>().AddSingleton<MediaDelivery>();
        // Whoever holds a signed address may read: the lines the host writes about each request would give it to whoever reads the log.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }

    /// <summary>Past whoever asks for a token: none is needed.</summary>
    public static void MapMedia(this WebApplication app)
    {
        var delivery = app.Services.GetRequiredService<MediaDelivery>();
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], context => delivery.AnswerAsync(context, (string)context.Request.RouteValues["asset"]!))
            .ShortCircuit();
        var origins = app.Services.GetRequiredService<MediaOrigins>();
        app.MapMethods(Path, [HttpMethods.Options], origins.PreflightAsync).ShortCircuit();
    }
}
