using System.Net;
using System.Runtime.CompilerServices;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Connections;

namespace ELearning.Content;

/// <summary>
/// How the driver reaches a database that runs in this process, whatever address it asks for: the same protocol without the machine's network between, which is
/// a tenth of the CPU of a heartbeat.
/// </summary>
/// <param name="Connect">A new connection, to be disposed by whoever asked for it.</param>
public sealed record DatabaseWire(Func<Stream> Connect)
{
    /// <summary>The driver knows how, but tells nobody since 3.0; one that has lost it goes by the network, where the same database listens.</summary>
    internal void Join(ClusterBuilder cluster)
    {
        try
        {
            RegisterStreamFactory(cluster, _ => new Streams(Connect));
        }
        catch (MissingMethodException) { }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern ClusterBuilder RegisterStreamFactory(ClusterBuilder cluster, Func<IStreamFactory, IStreamFactory> wrapper);

    private sealed class Streams(Func<Stream> connect) : IStreamFactory
    {
        public Stream CreateStream(EndPoint endPoint, CancellationToken cancellationToken) => connect();

        public Task<Stream> CreateStreamAsync(EndPoint endPoint, CancellationToken cancellationToken) => Task.FromResult(connect());
    }
}
