using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>MongoDB's names and numbers of the types, as $type takes and gives them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, BsonType> ByName = new()
    {
        ["double"] = BsonType.Double,
        ["string"] = BsonType.String,
        ["object"] = BsonType.Document,
        ["array"] = BsonType.Array,
        ["binData"] = BsonType.Binary,
        ["undefined"] = BsonType.Undefined,
        ["objectId"] = BsonType.ObjectId,
        ["bool"] = BsonType.Boolean,
        ["date"] = BsonType.DateTime,
        ["null"] = BsonType.Null,
        ["regex"] = BsonType.RegularExpression,
        ["javascript"] = BsonType.JavaScript,
        ["symbol"] = BsonType.Symbol,
        ["javascriptWithScope"] = BsonType.JavaScriptWithScope,
        ["int"] = BsonType.Int32,
        ["timestamp"] = BsonType.Timestamp,
        ["long"] = BsonType.Int64,
        ["decimal"] = BsonType.Decimal128,
        ["minKey"] = BsonType.MinKey,
        ["maxKey"] = BsonType.MaxKey,
    };

    private static readonly Dictionary<BsonType, string> ByType = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The name of a type; that of the missing value is "missing".</summary>
    public static string Of(BsonType type) => ByType.GetValueOrDefault(type, "missing");

    public static string Of(BsonValue? value) => value is null ? "missing" : Of(value.BsonType);

    /// <summary>The types a $type operand names: one name or number, or a list of them; "number" is four types.</summary>
    public static IReadOnlySet<BsonType> ParseSet(BsonValue operand)
    {
        var types = new HashSet<BsonType>();
        if (operand is BsonArray { Count: 0 })
            throw MongoError.FailedToParse("$type must match at least one type");
        foreach (var one in operand as IEnumerable<BsonValue> ?? [operand])
        {
            if (one is BsonString { Value: "number" })
                types.UnionWith([BsonType.Double, BsonType.Int32, BsonType.Int64, BsonType.Decimal128]);
            else
                types.Add(Parse(one));
        }
        return types;
    }

    private static BsonType Parse(BsonValue value)
    {
        if (value is BsonString name)
            return ByName.TryGetValue(name.Value, out var named) ? named : throw MongoError.BadValue($"Unknown type name alias: {name.Value}");
        if (!value.IsNumeric)
            throw MongoError.TypeMismatch("type must be represented as a number or a string");
        var number = value.ToDouble();
        var type =
            number == -1 ? BsonType.MinKey
            : number is >= 1 and <= 127 && number == Math.Floor(number) ? (BsonType)(int)number
            : BsonType.EndOfDocument;
        return ByType.ContainsKey(type) ? type : throw MongoError.BadValue($"Invalid numerical type code: {value}");
    }
}
