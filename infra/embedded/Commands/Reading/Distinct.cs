using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>distinct</c>: the values of one path, arrays opened once, each value shown once.</summary>
internal static class Distinct
{
    public static Reply Run(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var path = new FieldPath(options.Text("key") ?? throw MongoError.Location(40414, "BSON field 'distinct.key' is missing but a required field"));
        var query = Query(options);
        var deadline = options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        var values = new Values();
        if (snapshot.Catalog.Find(ns) is { } collection)
        {
            foreach (var row in new Scan(snapshot, collection, query, deadline).Rows())
                PathWalker.Walk(row.View, path, opensLast: false, ref values);
        }

        return Reply.Ok(new BsonElement("values", values.Found));
    }

    public static QuerySpec Query(CommandOptions options)
    {
        options.SimpleCollation();
        return QuerySpec.Of(options.Document("query"), hint: options.Value("hint"));
    }

    private readonly struct Values() : IPathVisitor
    {
        private readonly HashSet<byte[]> _seen = new(ByteOrder.Instance);

        public BsonArray Found { get; } = [];

        public bool Visit(BsonView value)
        {
            if (value.IsArray)
            {
                foreach (var element in value)
                    Add(element.Value);
            }
            else if (!value.IsMissing)
            {
                Add(value);
            }

            return false;
        }

        private void Add(BsonView value)
        {
            var key = new KeyBuffer();
            KeyWriter.Write(key, value, descending: false);
            if (_seen.Add(key.ToArray()))
                Found.Add(value.ToBsonValue());
        }
    }
}
