using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>The fields a filter fixes by equality: the start of the document an upsert inserts.</summary>
internal static class UpsertSeed
{
    public static BsonDocument From(BsonDocument filter)
    {
        var found = new List<(string Path, BsonValue Value)>();
        Collect(FilterParser.Parse(filter), found);
        var seed = new BsonDocument();
        foreach (var (path, value) in found)
        {
            if (found.Count(other => other.Path == path) > 1)
                throw new MongoError(MongoErrorCode.NotSingleValueField, $"cannot infer query fields to set, path '{path}' is matched twice");
            if (found.Exists(other => path.StartsWith(other.Path + ".", StringComparison.Ordinal)))
                throw new MongoError(
                    MongoErrorCode.NotSingleValueField,
                    $"cannot infer query fields to set, both paths "
                        + $"'{found.First(other => path.StartsWith(other.Path + ".", StringComparison.Ordinal)).Path}' and '{path}' are matched"
                );
            Slot.Make(seed, UpdatePath.Parse(path).Parts).Set(value.DeepClone());
        }
        return seed;
    }

    private static void Collect(FilterNode node, List<(string, BsonValue)> found)
    {
        switch (node)
        {
            case AndNode and:
                foreach (var child in and.Children)
                    Collect(child, found);
                break;
            case OrNode { Children: [var only] }:
                Collect(only, found);
                break;
            case FieldNode { Kind: PredicateKind.Equal } field:
                found.Add((field.Path, field.Operand));
                break;
            case FieldNode { Kind: PredicateKind.In, Operand: BsonArray { Count: 1 } values } field when values[0] is not BsonRegularExpression:
                found.Add((field.Path, values[0]));
                break;
        }
    }
}
