using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Every command, in alphabetical order and under each spelling that MongoDB knows: names are case-sensitive, but a few of them keep the spelling of MongoDB's
/// first years beside the later one. Any other command is refused with 59.
/// </summary>
internal static class CommandTable
{
    private delegate ValueTask<Reply> Handler(CommandContext context);

    /// <param name="BeforeAuthentication">Whether a client may send the command before it has proved who it is.</param>
    private sealed record Command(Handler Run, bool BeforeAuthentication = false);

    private static readonly Dictionary<string, Command> Commands = new(StringComparer.Ordinal)
    {
        ["aggregate"] = Direct(Aggregate.Run),
        ["buildInfo"] = Direct(ServerFacts.BuildInfo, beforeAuthentication: true),
        ["buildinfo"] = Direct(ServerFacts.BuildInfo, beforeAuthentication: true),
        ["collStats"] = Direct(Statistics.OfCollection),
        ["collstats"] = Direct(Statistics.OfCollection),
        ["connectionStatus"] = Direct(ServerFacts.ConnectionStatus),
        ["count"] = Direct(Count.Run),
        ["create"] = Queued(Create.RunAsync),
        ["createIndexes"] = Queued(CreateIndexes.RunAsync),
        ["dbStats"] = Direct(Statistics.OfDatabase),
        ["dbstats"] = Direct(Statistics.OfDatabase),
        ["delete"] = Queued(Delete.RunAsync),
        ["deleteIndexes"] = Queued(DropIndexes.RunAsync),
        ["distinct"] = Direct(Distinct.Run),
        ["drop"] = Queued(Drop.RunAsync),
        ["dropDatabase"] = Queued(Drop.RunDatabaseAsync),
        ["dropIndexes"] = Queued(DropIndexes.RunAsync),
        ["endSessions"] = Direct(SessionCommands.End),
        ["explain"] = Direct(ExplainCommand.Run),
        ["find"] = Direct(Find.Run),
        ["findAndModify"] = Queued(FindAndModify.RunAsync),
        ["findandmodify"] = Queued(FindAndModify.RunAsync),
        ["getMore"] = Direct(GetMore.Run),
        ["hello"] = Direct(Hello.Run, beforeAuthentication: true),
        ["hostInfo"] = Direct(ServerFacts.HostInfo),
        ["insert"] = Queued(Insert.RunAsync),
        ["isMaster"] = Direct(Hello.Run, beforeAuthentication: true),
        ["ismaster"] = Direct(Hello.Run, beforeAuthentication: true),
        ["killCursors"] = Direct(GetMore.Kill),
        ["killSessions"] = Direct(SessionCommands.End),
        ["listCollections"] = Direct(Listings.Collections),
        ["listCommands"] = Direct(List),
        ["listDatabases"] = Direct(Listings.Databases),
        ["listIndexes"] = Direct(Listings.Indexes),
        ["ping"] = Direct(ServerFacts.Ping, beforeAuthentication: true),
        ["refreshSessions"] = Direct(SessionCommands.Refresh),
        ["saslContinue"] = Direct(Authentication.Continue, beforeAuthentication: true),
        ["saslStart"] = Direct(Authentication.Start, beforeAuthentication: true),
        ["update"] = Queued(Update.RunAsync),
        ["validate"] = Direct(Validate.Run),
    };

    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var request = context.Request;
        if (!Commands.TryGetValue(request.Command, out var command))
        {
            throw context.Connection.Authenticated
                ? new MongoError(MongoErrorCode.CommandNotFound, $"no such command: '{request.Command}'")
                : Unauthorized(request);
        }

        if (!command.BeforeAuthentication && !context.Connection.Authenticated)
            throw Unauthorized(request);
        if (request.Body.Contains("startTransaction") || request.Body.Contains("autocommit"))
            throw new MongoError(MongoErrorCode.OperationNotSupportedInTransaction, "the embedded database does not implement multi-document transactions");
        if (request.Body.TryGetValue("readConcern", out var concern) && concern is BsonDocument level && level.GetValue("level", "") == "snapshot")
            throw new MongoError(MongoErrorCode.InvalidOptions, "the embedded database does not implement read concern 'snapshot'");
        return command.Run(context);
    }

    /// <summary>A command that is answered on the loop of its connection: it reads, and SQLite's readers wait for nobody.</summary>
    private static Command Direct(Func<CommandContext, Reply> run, bool beforeAuthentication = false) =>
        new(context => ValueTask.FromResult(run(context)), beforeAuthentication);

    /// <summary>A command that writes: it waits for its turn on the writer thread.</summary>
    private static Command Queued(Handler run) => new(run);

    private static MongoError Unauthorized(Request request) => new(MongoErrorCode.Unauthorized, $"Command {request.Command} requires authentication");

    private static Reply List(CommandContext context)
    {
        context.Options.End();
        return Reply.Ok(new BsonElement("commands", new BsonDocument(Commands.Keys.Select(name => new BsonElement(name, new BsonDocument())))));
    }
}
