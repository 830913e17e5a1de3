using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>One step of a pipeline.</summary>
internal delegate IEnumerable<Row> Stage(IEnumerable<Row> rows);

/// <summary>The stages by name; others are error 40324.</summary>
internal static class Stages
{
    public static Stage Parse(BsonValue stage, int depth)
    {
        var (name, argument) = Split(stage);
        switch (name)
        {
            case "$match":
                var matcher = Matcher.Parse(Object(name, argument, 15959));
                return rows => rows.Where(row => matcher.Matches(row.View));
            case "$sort":
                var order = ParseSort(argument);
                return rows => rows.OrderBy(row => order.KeyOf(row.View), ByteOrder.Instance);
            case "$skip":
                var skip = ParseCount(name, argument);
                return rows => rows.Skip((int)Math.Min(skip, int.MaxValue));
            case "$limit":
                var limit = ParseCount(name, argument);
                return rows => rows.Take((int)Math.Min(limit, int.MaxValue));
            case "$group":
                return GroupStage.Parse(argument);
            case "$project":
                var projection = Projection.ParseStage(Object(name, argument, 15969));
                return rows => rows.Select(row => new Row(projection.Apply(row.Bytes)));
            case "$set" or "$addFields":
                return AddFieldsStage.Parse(name, argument);
            case "$unset":
                return Unset(argument);
            case "$count":
                return Count(argument);
            case "$unwind":
                return UnwindStage.Parse(argument);
            case "$replaceRoot":
                return ReplaceRoot(Expressions.Named(argument, name, ["newRoot"])["newRoot"]);
            case "$replaceWith":
                return ReplaceRoot(argument);
            case "$sortByCount":
                if (!(argument is BsonString { Value: ['$', ..] } || FilterParser.IsOperators(argument)))
                    throw MongoError.Location(40149, "the sortByCount field must be defined as a $-prefixed path or an expression inside an object");
                var group = GroupStage.Parse(new BsonDocument { { "_id", argument }, { "count", new BsonDocument("$sum", 1) } });
                var byCount = SortOrder.Parse(new("count", -1));
                return rows => group(rows).OrderBy(row => byCount.KeyOf(row.View), ByteOrder.Instance);
            case "$facet":
                return Facet(argument, depth);
            case Statistics.Stage:
                throw MongoError.Location(40602, $"{name} is only valid as the first stage in a pipeline.");
            default:
                throw MongoError.Location(40324, $"Unrecognized pipeline stage name: '{name}'");
        }
    }

    public static (string Name, BsonValue Argument) Split(BsonValue stage)
    {
        if (stage is not BsonDocument document)
            throw MongoError.TypeMismatch("Each element of the 'pipeline' array must be an object");
        if (document.ElementCount != 1)
            throw MongoError.Location(40323, "A pipeline stage specification object must contain exactly one field.");
        var element = document.GetElement(0);
        return (element.Name, element.Value);
    }

    public static SortOrder ParseSort(BsonValue argument)
    {
        var spec = Object("$sort", argument, 15973);
        return spec.ElementCount > 0 ? SortOrder.Parse(spec) : throw MongoError.Location(15976, "$sort stage must have at least one sort key");
    }

    public static long ParseCount(string name, BsonValue argument)
    {
        var code = name == "$limit" ? 2107201 : 2107200;
        if (!argument.IsNumeric || ModPredicate.Whole(BsonView.Of(argument)) is not { } count || count != Arithmetic.ToDouble(argument))
            throw MongoError.Location(code, $"invalid argument to {name} stage: Expected an integer: {name}: {argument}");
        if (count < 0)
            throw MongoError.Location(code, $"invalid argument to {name} stage: Expected a non-negative number in: {name}: {argument}");
        return name == "$limit" && count == 0 ? throw MongoError.Location(15958, "the limit must be positive") : count;
    }

    public static BsonDocument Object(string name, BsonValue argument, int code) =>
        argument as BsonDocument ?? throw MongoError.Location(code, $"the {name} specification must be an object");

    private static Stage Unset(BsonValue argument)
    {
        IEnumerable<BsonValue> names = argument is BsonArray list ? list : [argument];
        if (!names.Any() || names.Any(name => name is not BsonString))
            throw MongoError.Location(31002, "$unset specification must be a string or an array containing only string values");
        var spec = new BsonDocument();
        foreach (var name in names)
            spec.Set(string.Join('.', Expressions.Parts(name.AsString)), 0);
        var projection = Projection.ParseStage(spec);
        return rows => rows.Select(row => new Row(projection.Apply(row.Bytes)));
    }

    private static Stage Count(BsonValue argument)
    {
        if (argument is not BsonString { Value: { Length: > 0 } name })
            throw MongoError.Location(40156, "the count field must be a non-empty string");
        if (name.StartsWith('$'))
            throw MongoError.Location(40158, "the count field cannot be a $-prefixed path");
        if (name.Contains('\0'))
            throw MongoError.Location(40159, "the count field cannot contain a null byte");
        if (name.Contains('.'))
            throw MongoError.Location(40160, "the count field cannot contain '.'");
        return Counted;

        IEnumerable<Row> Counted(IEnumerable<Row> rows)
        {
            var count = rows.LongCount();
            if (count > 0)
                yield return new(new BsonDocument(name, Arithmetic.Integer(count)));
        }
    }

    private static Stage ReplaceRoot(BsonValue argument)
    {
        var root = Expressions.Parse(argument);
        return rows =>
            rows.Select(row => new Row(
                root(row.Scope) is var value && value is BsonDocument document
                    ? document
                    : throw MongoError.Location(
                        40228,
                        $"'newRoot' expression must evaluate to an object, but resulting value was: {value?.ToString() ?? "MISSING"}. Type of "
                            + $"resulting value: '{TypeNames.Of(value)}'."
                    )
            ));
    }

    private static Stage Facet(BsonValue argument, int depth)
    {
        var spec = Object("$facet", argument, 40169);
        if (depth > 0)
            throw MongoError.Location(40600, "$facet is not allowed to be used within a $facet stage");
        if (spec.ElementCount == 0)
            throw MongoError.Location(40169, "the $facet specification must be a non-empty object");
        var facets = spec.Select(element =>
                (
                    element.Name,
                    Stages: (
                        element.Value as BsonArray
                        ?? throw MongoError.Location(40170, $"arguments to $facet must be arrays, {element.Name} is type {TypeNames.Of(element.Value)}")
                    )
                        .Select(stage => Parse(stage, depth + 1))
                        .ToArray()
                )
            )
            .ToArray();
        return Split;

        IEnumerable<Row> Split(IEnumerable<Row> rows)
        {
            var all = rows.ToArray();
            var result = new BsonDocument();
            foreach (var (name, stages) in facets)
                result.Set(name, new BsonArray(stages.Aggregate((IEnumerable<Row>)all, (documents, stage) => stage(documents)).Select(row => row.Document)));
            yield return new(result);
        }
    }
}
