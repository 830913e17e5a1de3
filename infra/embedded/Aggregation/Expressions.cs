using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Parses aggregation expressions. The operators live in the tables of their kinds; what is in none of them is error 168.</summary>
internal static class Expressions
{
    internal delegate Expression Parser(BsonValue argument, string name, Sight sight);

    private static readonly Dictionary<string, Parser> Operators = new IEnumerable<KeyValuePair<string, Parser>>[]
    {
        LogicExpressions.Table,
        NumberExpressions.Table,
        ArrayExpressions.Table,
        TextExpressions.Table,
        DateExpressions.Table,
    }
        .SelectMany(table => table)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>False, null, missing and zero are false; everything else is true.</summary>
    public static bool IsTrue(BsonValue? value) =>
        value switch
        {
            null or BsonNull or BsonUndefined => false,
            BsonBoolean boolean => boolean.Value,
            { IsNumeric: true } => !Arithmetic.IsZero(value),
            _ => true,
        };

    public static bool IsNothing(BsonValue? value) => value is null or BsonNull or BsonUndefined;

    /// <summary>MongoDB's order with missing before null, as expressions see it and queries do not.</summary>
    public static int Compare(BsonValue? a, BsonValue? b) => BsonOrder.Compare(a ?? BsonUndefined.Value, b ?? BsonUndefined.Value);

    public static Expression Parse(BsonValue value) => Parse(value, Sight.Top);

    public static Expression Parse(BsonValue value, Sight sight)
    {
        sight = sight.Deeper();
        switch (value)
        {
            case BsonString { Value: ['$', '$', .. var name] }:
                return Variable(name, sight);
            case BsonString { Value: ['$', .. var path] }:
                return FieldPath(path);
            case BsonArray array:
                var elements = array.Select(element => Parse(element, sight)).ToArray();
                return scope => new BsonArray(elements.Select(element => element(scope) ?? BsonNull.Value));
            case BsonDocument { ElementCount: > 0 } document when document.GetElement(0).Name.StartsWith('$'):
                if (document.ElementCount > 1)
                    throw MongoError.Location(15983, $"An object representing an expression must have exactly one field: {document}");
                var call = document.GetElement(0);
                return Operators.TryGetValue(call.Name, out var parser)
                    ? parser(call.Value, call.Name, sight)
                    : throw new MongoError(MongoErrorCode.InvalidPipelineOperator, $"Unrecognized expression '{call.Name}'");
            case BsonDocument document:
                return Object(document, sight);
            default:
                return _ => value;
        }
    }

    /// <summary>The arguments of an operator: an array is the list of them, anything else is the only one.</summary>
    public static Expression[] Arguments(BsonValue argument, string name, Sight sight, int least, int most)
    {
        var arguments = argument is BsonArray list ? list.ToArray() : [argument];
        if (arguments.Length >= least && arguments.Length <= most)
            return [.. arguments.Select(one => Parse(one, sight))];
        if (least == most)
            throw MongoError.Location(16020, $"Expression {name} takes exactly {least} arguments. {arguments.Length} were passed in.");
        throw MongoError.Location(28667, $"Expression {name} takes at least {least} arguments, and at most {most}, but {arguments.Length} were passed in.");
    }

    /// <summary>The named arguments of an operator that takes an object; unknown and lacking ones are refused.</summary>
    public static BsonDocument Named(BsonValue argument, string name, string[] required, params string[] optional)
    {
        if (argument is not BsonDocument document)
            throw MongoError.FailedToParse($"{name} only supports an object as its argument");
        foreach (var element in document)
            if (!required.Contains(element.Name) && !optional.Contains(element.Name))
                throw MongoError.FailedToParse($"Unrecognized argument to {name}: {element.Name}");
        foreach (var wanted in required)
            if (!document.Contains(wanted))
                throw MongoError.FailedToParse($"Missing '{wanted}' parameter to {name}");
        return document;
    }

    /// <summary>The value a path leads to; an array on the way gives the array of what its documents have there.</summary>
    public static BsonValue? Follow(BsonValue? value, ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
            return value;
        if (value is BsonDocument document)
            return document.TryGetValue(parts[0], out var next) ? Follow(next, parts[1..]) : null;
        if (value is not BsonArray array)
            return null;
        var found = new BsonArray();
        foreach (var element in array)
            if (element is BsonDocument && Follow(element, parts) is { } one)
                found.Add(one);
        return found;
    }

    public static string[] Parts(string path)
    {
        var parts = path.Split('.');
        BsonView.CheckDepth(parts.Length - 1);
        if (path.Contains('\0'))
            throw MongoError.Location(16411, "FieldPath field names may not contain '\\0'.");
        if (parts.Contains(""))
            throw MongoError.Location(15998, "FieldPath field names may not be empty strings.");
        if (parts.Any(part => part.StartsWith('$')))
            throw MongoError.Location(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
        return parts;
    }

    private static Expression FieldPath(string path)
    {
        if (path.Length == 0)
            throw MongoError.Location(16872, "'$' by itself is not a valid FieldPath");
        var parts = Parts(path);
        return scope => Follow(scope.Root, parts);
    }

    private static Expression Variable(string path, Sight sight)
    {
        var parts = path.Split('.');
        var rest = parts.Length > 1 ? Parts(string.Join('.', parts[1..])) : [];
        switch (parts[0])
        {
            case "":
                throw MongoError.FailedToParse("empty variable names are not allowed");
            case "ROOT" or "CURRENT":
                return scope => Follow(scope.Root, rest);
            case "REMOVE":
                return _ => null;
            case var name when sight.Variables.Contains(name):
                return scope => Follow(scope[name], rest);
            default:
                throw MongoError.Location(17276, $"Use of undefined variable: {parts[0]}");
        }
    }

    private static Expression Object(BsonDocument document, Sight sight)
    {
        var fields = new List<(string Name, Expression Value)>();
        foreach (var element in document)
        {
            if (element.Name.StartsWith('$'))
                throw MongoError.Location(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
            if (element.Name.Contains('.'))
                throw MongoError.Location(16412, "FieldPath field names may not contain '.'. Consider using $getField or $setField.");
            fields.Add((element.Name, Parse(element.Value, sight)));
        }
        return scope =>
        {
            var result = new BsonDocument(allowDuplicateNames: true);
            foreach (var (name, value) in fields)
                if (value(scope) is { } present)
                    result.Add(name, present);
            return result;
        };
    }
}
