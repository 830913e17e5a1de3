using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>endSessions</c>, <c>killSessions</c>, <c>refreshSessions</c>: a session that ends takes its cursors with it.</summary>
internal static class SessionCommands
{
    public static Reply End(CommandContext context)
    {
        var sessions = context.Request.Body[0] as BsonArray ?? throw MongoError.TypeMismatch("sessions must be an array");
        context.Options.End();
        foreach (var session in sessions)
        {
            context.Engine.Sessions.End(session);
            context.Engine.Cursors.CloseOf(session);
        }

        return Reply.Ok();
    }

    public static Reply Refresh(CommandContext context)
    {
        if (context.Request.Body[0] is not BsonArray)
            throw MongoError.TypeMismatch("sessions must be an array");
        context.Options.End();
        return Reply.Ok();
    }
}
