using System.ComponentModel.DataAnnotations;

namespace ELearning.GraphQL;

/// <summary>Section <c>GraphQL:Live</c>: what connections that stay open may take.</summary>
internal sealed class LiveOptions
{
    /// <summary>
    /// Connections of one caller to this process, WebSocket and server-sent events together; of callers without a token by their address. Default 20.
    /// </summary>
    [Range(1, 10_000)]
    public int ConnectionsPerCaller { get; init; } = 20;

    /// <summary>Operations under way at once on one WebSocket. Default 32.</summary>
    [Range(1, 1_000)]
    public int OperationsPerConnection { get; init; } = 32;

    /// <summary>How long after it was opened a WebSocket must have said <c>connection_init</c>. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may take to take one message; one that takes longer is cut off. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
