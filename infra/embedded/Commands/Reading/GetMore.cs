using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>getMore</c> and <c>killCursors</c>.</summary>
internal static class GetMore
{
    public static Reply Run(CommandContext context)
    {
        var id = context.Request.Body[0] is { IsNumeric: true } number
            ? number.ToInt64()
            : throw MongoError.TypeMismatch("BSON field 'getMore.getMore' must be a long");
        var options = context.Options;
        var collection = options.Text("collection") ?? throw MongoError.Location(40414, "BSON field 'getMore.collection' is missing but a required field");
        var size = options.Count("batchSize");
        options.Deadline(context);
        options.End();
        using var snapshot = context.Engine.Store.Read();
        return Reply.Ok(
            context.Engine.Cursors.Next(id, $"{context.Database}.{collection}", snapshot, size is null or 0 ? null : (int)Math.Min(size.Value, int.MaxValue))
        );
    }

    public static Reply Kill(CommandContext context)
    {
        var ids = context.Options.Array("cursors") ?? throw MongoError.Location(40414, "BSON field 'killCursors.cursors' is missing but a required field");
        context.Options.End();
        var killed = new BsonArray();
        var notFound = new BsonArray();
        foreach (var id in ids)
        {
            if (!id.IsNumeric)
                throw MongoError.TypeMismatch("cursor ids must be longs");
            (context.Engine.Cursors.Close(id.ToInt64()) ? killed : notFound).Add(id);
        }

        return Reply.Ok(
            new("cursorsKilled", killed),
            new("cursorsNotFound", notFound),
            new("cursorsAlive", new BsonArray()),
            new("cursorsUnknown", new BsonArray())
        );
    }
}
