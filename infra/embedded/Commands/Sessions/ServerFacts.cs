using System.Runtime.InteropServices;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Small commands that describe the server: what it is, and who is connected.</summary>
internal static class ServerFacts
{
    /// <summary>The MongoDB version that drivers and shells take the server for; what it really is stands in <c>modules</c> and <c>embedded</c>.</summary>
    private const string Version = "7.0.0";

    public static Reply Ping(CommandContext context)
    {
        context.Options.End();
        return Reply.Ok();
    }

    public static Reply BuildInfo(CommandContext context)
    {
        context.Options.End();
        return Reply.Ok(
            new("version", Version),
            new("versionArray", new BsonArray { 7, 0, 0, 0 }),
            new("gitVersion", "elearning-embedded"),
            new("modules", new BsonArray()),
            new("embedded", "development, tests, small single node; not MongoDB"),
            new("storageEngines", new BsonArray { "sqlite" }),
            new("bits", 64),
            new("debug", false),
            new("maxBsonObjectSize", Limits.DocumentSize)
        );
    }

    public static Reply HostInfo(CommandContext context)
    {
        context.Options.End();
        var system = new BsonDocument
        {
            { "currentTime", new BsonDateTime(context.Engine.Clock.GetUtcNow().UtcDateTime) },
            { "hostname", context.Engine.Address },
            { "cpuAddrSize", 64 },
            { "numCores", Environment.ProcessorCount },
            { "cpuArch", RuntimeInformation.OSArchitecture.ToString() },
        };
        return Reply.Ok(new("system", system), new("os", new BsonDocument { { "type", RuntimeInformation.OSDescription } }), new("extra", new BsonDocument()));
    }

    public static Reply ConnectionStatus(CommandContext context)
    {
        var showPrivileges = context.Options.Bool("showPrivileges");
        context.Options.End();
        var info = new BsonDocument
        {
            {
                "authenticatedUsers",
                new BsonArray
                {
                    new BsonDocument { { "user", Credentials.User }, { "db", "admin" } },
                }
            },
            {
                "authenticatedUserRoles",
                new BsonArray
                {
                    new BsonDocument { { "role", "root" }, { "db", "admin" } },
                }
            },
        };
        if (showPrivileges)
            info.Add(
                "authenticatedUserPrivileges",
                new BsonArray
                {
                    new BsonDocument
                    {
                        { "resource", new BsonDocument("anyResource", true) },
                        {
                            "actions",
                            new BsonArray { "anyAction" }
                        },
                    },
                }
            );
        return Reply.Ok(new BsonElement("authInfo", info));
    }
}
