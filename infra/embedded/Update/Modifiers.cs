using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Computes the new value of a place in a document; null removes it.</summary>
/// <param name="old">The value now; null where there is none.</param>
/// <param name="path">The concrete path, for messages.</param>
/// <param name="document">The document, for messages.</param>
internal delegate BsonValue? Change(BsonValue? old, string path, BsonDocument document);

/// <summary>The modifiers by name. Arguments are checked when an update is parsed, values when it meets a document.</summary>
internal static class Modifiers
{
    /// <summary>Whether the modifier does nothing where there is no value.</summary>
    public static bool OnlyExisting(string modifier) => modifier is "$unset" or "$pull" or "$pullAll" or "$pop";

    public static Change Parse(string modifier, string path, BsonValue argument, TimeProvider time) =>
        modifier switch
        {
            "$set" or "$setOnInsert" => (_, _, _) => argument.DeepClone(),
            "$unset" => (_, _, _) => null,
            "$inc" => Number("$inc", "increment", path, argument, Arithmetic.Add, old => old),
            "$mul" => Number("$mul", "multiply", path, argument, Arithmetic.Multiply, _ => Arithmetic.Multiply(argument, new BsonInt32(0))!),
            "$min" => (old, _, _) => old is null || BsonOrder.Compare(argument, old) < 0 ? argument.DeepClone() : old,
            "$max" => (old, _, _) => old is null || BsonOrder.Compare(argument, old) > 0 ? argument.DeepClone() : old,
            "$currentDate" => CurrentDate(path, argument, time),
            "$push" => ArrayModifiers.Push(argument),
            "$addToSet" => ArrayModifiers.AddToSet(argument),
            "$pop" => ArrayModifiers.Pop(path, argument),
            "$pull" => ArrayModifiers.Pull(argument),
            "$pullAll" => ArrayModifiers.PullAll(argument),
            _ => throw Unknown(modifier),
        };

    public static MongoError Unknown(string modifier) =>
        MongoError.FailedToParse($"Unknown modifier: {modifier}. Expected a valid update modifier or pipeline-style update specified as an array");

    /// <summary>A document as a message names it.</summary>
    public static string Name(BsonDocument document) => $"{{_id: {document.GetValue("_id", BsonNull.Value)}}}";

    private static Change Number(
        string modifier,
        string verb,
        string path,
        BsonValue argument,
        Func<BsonValue, BsonValue, BsonValue?> apply,
        Func<BsonValue, BsonValue> initial
    )
    {
        if (!argument.IsNumeric)
            throw MongoError.TypeMismatch($"Cannot {verb} with non-numeric argument: {{{path}: {argument}}}");
        return (old, place, document) =>
        {
            if (old is null)
                return initial(argument);
            if (!old.IsNumeric)
                throw MongoError.TypeMismatch(
                    $"Cannot apply {modifier} to a value of non-numeric type. {Name(document)} has the field '{place.Split('.')[^1]}' of non-numeric "
                        + $"type {TypeNames.Of(old)}"
                );
            return apply(old, argument)
                ?? throw MongoError.BadValue($"Failed to apply {modifier} operations to current value ({old}) for document {Name(document)}");
        };
    }

    private static Change CurrentDate(string path, BsonValue argument, TimeProvider time)
    {
        var type = argument switch
        {
            BsonBoolean => "date",
            BsonDocument { ElementCount: 1 } document
                when document.GetElement(0) is { Name: "$type", Value: BsonString { Value: "date" or "timestamp" } name } => name.AsString,
            BsonDocument => throw MongoError.BadValue(
                "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}"
            ),
            _ => throw MongoError.BadValue(
                $"{TypeNames.Of(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({{$type: "
                    + $"'timestamp/date'}}). [{path}]"
            ),
        };
        return (_, _, _) =>
        {
            var now = time.GetUtcNow();
            return type == "date" ? new BsonDateTime(now.ToUnixTimeMilliseconds()) : new BsonTimestamp((int)now.ToUnixTimeSeconds(), 1);
        };
    }
}
