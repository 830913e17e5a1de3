using System.Net;
using Microsoft.AspNetCore.Connections.Features;

namespace ELearning.Api;

/// <summary>Tells a caller on this machine from any other, for what is served to nobody else.</summary>
internal static class LocalCaller
{
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Original-For",
        "X-Real-IP",
    ];

    /// <summary>
    /// The connection comes from this machine (a test server has none), nothing was forwarded, and the name asked for is this machine's: a web page that has
    /// rebound its own name to loopback still sends that name. It is the connection that is asked, not the request, whose address is what a header says where
    /// forwarded headers are taken.
    /// </summary>
    public static bool Is(HttpContext context)
    {
        var host = context.Request.Host.Host;
        var peer = context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint is IPEndPoint remote
            ? remote.Address
            : context.Connection.RemoteIpAddress;
        return (peer is null || IPAddress.IsLoopback(peer))
            && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
            && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
    }
}
