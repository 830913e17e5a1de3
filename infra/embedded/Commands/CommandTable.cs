using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Every command there is, in alphabetical order, under each spelling that MongoDB knows: names are case-sensitive there, but for a few that kept the
/// spelling of its first years. What is not here is refused with 59.
/// </summary>
internal static class CommandTable
{
    private delegate ValueTask<Reply> Handler(CommandContext context);

    private sealed record Command(Handler Run, bool BeforeAuthentication = false);

    private static readonly Dictionary<string, Command> Commands = new(StringComparer.Ordinal)
    {
        ["aggregate"] = Now(Aggregate.Run),
        ["buildInfo"] = Now(ServerFacts.BuildInfo, beforeAuthentication: true),
        ["buildinfo"] = Now(ServerFacts.BuildInfo, beforeAuthentication: true),
        ["collStats"] = Now(Statistics.OfCollection),
        ["collstats"] = Now(Statistics.OfCollection),
        ["connectionStatus"] = Now(ServerFacts.ConnectionStatus),
        ["count"] = Now(Count.Run),
        ["create"] = new(Create.RunAsync),
        ["createIndexes"] = new(CreateIndexes.RunAsync),
        ["dbStats"] = Now(Statistics.OfDatabase),
        ["dbstats"] = Now(Statistics.OfDatabase),
        ["delete"] = new(Delete.RunAsync),
        ["deleteIndexes"] = new(DropIndexes.RunAsync),
        ["distinct"] = Now(Distinct.Run),
        ["drop"] = new(Drop.RunAsync),
        ["dropDatabase"] = new(Drop.RunDatabaseAsync),
        ["dropIndexes"] = new(DropIndexes.RunAsync),
        ["endSessions"] = Now(SessionCommands.End),
        ["explain"] = Now(ExplainCommand.Run),
        ["find"] = Now(Find.Run),
        ["findAndModify"] = new(FindAndModify.RunAsync),
        ["findandmodify"] = new(FindAndModify.RunAsync),
        ["getMore"] = Now(GetMore.Run),
        ["hello"] = Now(Hello.Run, beforeAuthentication: true),
        ["hostInfo"] = Now(ServerFacts.HostInfo),
        ["insert"] = new(Insert.RunAsync),
        ["isMaster"] = Now(Hello.Run, beforeAuthentication: true),
        ["ismaster"] = Now(Hello.Run, beforeAuthentication: true),
        ["killCursors"] = Now(GetMore.Kill),
        ["killSessions"] = Now(SessionCommands.End),
        ["listCollections"] = Now(Listings.Collections),
        ["listCommands"] = Now(List),
        ["listDatabases"] = Now(Listings.Databases),
        ["listIndexes"] = Now(Listings.Indexes),
        ["ping"] = Now(ServerFacts.Ping, beforeAuthentication: true),
        ["refreshSessions"] = Now(SessionCommands.Refresh),
        ["saslContinue"] = Now(Authentication.Continue, beforeAuthentication: true),
        ["saslStart"] = Now(Authentication.Start, beforeAuthentication: true),
        ["update"] = new(Update.RunAsync),
        ["validate"] = Now(Validate.Run),
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

    // Reads run on the connection's own loop: SQLite's readers do not wait for anything.
    private static Command Now(Func<CommandContext, Reply> run, bool beforeAuthentication = false) =>
        new(context => ValueTask.FromResult(run(context)), beforeAuthentication);

    private static MongoError Unauthorized(Request request) => new(MongoErrorCode.Unauthorized, $"Command {request.Command} requires authentication");

    private static Reply List(CommandContext context)
    {
        context.Options.End();
        return Reply.Ok(new BsonElement("commands", new BsonDocument(Commands.Keys.Select(name => new BsonElement(name, new BsonDocument())))));
    }
}
