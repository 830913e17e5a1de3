using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>saslStart</c> and <c>saslContinue</c>: SCRAM-SHA-256 and nothing else.</summary>
internal static class Authentication
{
    public const string Mechanism = "SCRAM-SHA-256";

    public static Reply Start(CommandContext context)
    {
        var options = context.Options;
        var mechanism = options.Text("mechanism");
        var payload = options.Value("payload");
        var extra = options.Document("options");
        options.WithoutAnyEffect("autoAuthorize");
        options.End();
        return new Reply(Begin(context, mechanism, payload, extra).Add("ok", 1.0));
    }

    public static Reply Continue(CommandContext context)
    {
        var options = context.Options;
        var payload = options.Value("payload") as BsonBinaryData ?? throw Refusal();
        var conversation = options.Value("conversationId");
        options.End();
        var scram = context.Connection.Scram;
        if (scram is null || scram.Succeeded || conversation is not { IsNumeric: true })
            throw Refusal();
        return new Reply(scram.Continue(payload).Add("ok", 1.0));
    }

    /// <summary>The first step inside <c>hello</c>, which saves a round trip. A refusal is left to the real <c>saslStart</c>.</summary>
    public static BsonDocument? Speculate(CommandContext context, BsonDocument speculative)
    {
        if (speculative.GetValue("saslStart", 0) != 1 || speculative.GetValue("mechanism", "") != Mechanism)
            return null;
        try
        {
            return Begin(context, Mechanism, speculative.GetValue("payload", BsonNull.Value), speculative.GetValue("options", BsonNull.Value) as BsonDocument);
        }
        catch (MongoError)
        {
            return null;
        }
    }

    private static BsonDocument Begin(CommandContext context, string? mechanism, BsonValue? payload, BsonDocument? extra)
    {
        if (mechanism != Mechanism)
            throw new MongoError(
                MongoErrorCode.MechanismUnavailable,
                $"Received authentication for mechanism {mechanism} which is not enabled; use {Mechanism}"
            );
        if (context.Connection.Authenticated || payload is not BsonBinaryData first)
            throw Refusal();
        var scram = new Scram(context.Engine.Credentials);
        var answer = scram.Start(first, extra);
        context.Connection.Scram = scram;
        return answer;
    }

    private static MongoError Refusal() => new(MongoErrorCode.AuthenticationFailed, "Authentication failed.");
}
