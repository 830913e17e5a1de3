using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>$group: documents with equal _id go together; 1 and 1.0 are equal, and missing is null.</summary>
internal static class GroupStage
{
    public static Stage Parse(BsonValue argument)
    {
        var spec = Stages.Object("$group", argument, 15947);
        if (!spec.TryGetValue("_id", out var by))
            throw MongoError.Location(15955, "a group specification must include an _id");
        var id = Expressions.Parse(by);
        var fields = spec.Where(element => element.Name != "_id").Select(Field).ToArray();
        if (fields.DistinctBy(field => field.Name).Count() < fields.Length)
            throw MongoError.Location(16952, "$group names a field twice");
        return Grouped;

        IEnumerable<Row> Grouped(IEnumerable<Row> rows)
        {
            var groups = new Dictionary<byte[], (BsonValue Id, Accumulator[] Values)>(ByteOrder.Instance);
            foreach (var row in rows)
            {
                var scope = row.Scope;
                var value = id(scope) ?? BsonNull.Value;
                var key = KeyWriter.Single(value);
                if (!groups.TryGetValue(key, out var group))
                    groups.Add(key, group = (value, Array.ConvertAll(fields, field => field.Start())));
                for (var at = 0; at < fields.Length; at++)
                    group.Values[at].Add(fields[at].Input(scope));
            }
            foreach (var (value, accumulators) in groups.Values)
            {
                var document = new BsonDocument("_id", value);
                for (var at = 0; at < fields.Length; at++)
                    document.Set(fields[at].Name, accumulators[at].Result);
                yield return new(document);
            }
        }
    }

    private static (string Name, Expression Input, Func<Accumulator> Start) Field(BsonElement element)
    {
        var name = element.Name;
        if (name.Contains('.'))
            throw MongoError.Location(40235, $"The field name '{name}' cannot contain '.'");
        if (name.StartsWith('$'))
            throw MongoError.Location(40236, $"The field name '{name}' cannot be an operator name");
        if (element.Value is not BsonDocument { ElementCount: > 0 } call || !call.GetElement(0).Name.StartsWith('$'))
            throw MongoError.Location(40234, $"The field '{name}' must be an accumulator object");
        if (call.ElementCount > 1)
            throw MongoError.Location(40238, $"The field '{name}' must specify one accumulator");
        var (input, start) = Accumulators.Parse(call.GetElement(0).Name, call.GetElement(0).Value);
        return (name, input, start);
    }
}
