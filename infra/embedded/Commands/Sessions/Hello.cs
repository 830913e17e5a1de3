using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>hello</c>, <c>isMaster</c>: this is the primary of a replica set of one node, wire version 21 (7.0).</summary>
/// <remarks>
/// Version 25 would make drivers send the command <c>bulkWrite</c>, which is not here. Without <c>topologyVersion</c> drivers poll each 10 s
/// instead of waiting on a streaming hello. Without <c>connectionId</c> they ask <c>getLastError</c> on each connection.
/// </remarks>
internal static class Hello
{
    public const string ReplicaSet = "embedded";
    public const int WireVersion = 21;

    public static Reply Run(CommandContext context)
    {
        // The one command whose unknown fields are let pass, as MongoDB does: newer drivers announce themselves here.
        var mechanisms = context.Options.Text("saslSupportedMechs");
        var speculative = context.Options.Document("speculativeAuthenticate");

        var address = context.Engine.Address;
        var reply = new BsonDocument
        {
            { context.Request.Command == "hello" ? "isWritablePrimary" : "ismaster", true },
            { "helloOk", true },
            { "setName", ReplicaSet },
            { "setVersion", 1 },
            {
                "hosts",
                new BsonArray { address }
            },
            { "me", address },
            { "primary", address },
            { "secondary", false },
            { "maxBsonObjectSize", Limits.DocumentSize },
            { "maxMessageSizeBytes", Frame.MaximumSize },
            { "maxWriteBatchSize", Limits.WriteBatch },
            { "localTime", new BsonDateTime(context.Engine.Clock.GetUtcNow().UtcDateTime) },
            { "logicalSessionTimeoutMinutes", 30 },
            { "connectionId", (int)context.Connection.Id },
            { "minWireVersion", 0 },
            { "maxWireVersion", WireVersion },
            { "readOnly", false },
        };
        if (mechanisms is not null)
            reply.Add("saslSupportedMechs", new BsonArray { Authentication.Mechanism });
        if (speculative is not null && Authentication.Speculate(context, speculative) is { } started)
            reply.Add("speculativeAuthenticate", started);
        return new Reply(reply.Add("ok", 1.0));
    }
}
