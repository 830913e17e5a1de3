using System.Globalization;
using ELearning.Embedded.Tests.Keys;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Query;

/// <summary>Filters over values in memory, by first collecting everything a path leads to: another way to the same answers.</summary>
internal static class NaiveMatcher
{
    public static bool Matches(BsonDocument filter, BsonDocument document) =>
        filter.All(element =>
            element.Name switch
            {
                "$and" => element.Value.AsBsonArray.All(clause => Matches(clause.AsBsonDocument, document)),
                "$or" => element.Value.AsBsonArray.Any(clause => Matches(clause.AsBsonDocument, document)),
                "$nor" => !element.Value.AsBsonArray.Any(clause => Matches(clause.AsBsonDocument, document)),
                _ when element.Value is BsonDocument { ElementCount: > 0 } operators && operators.GetElement(0).Name[0] == '$' => operators.All(one =>
                    Holds(one.Name, one.Value, document, element.Name)
                ),
                _ => Holds("$eq", element.Value, document, element.Name),
            }
        );

    private static bool Holds(string name, BsonValue operand, BsonDocument document, string path)
    {
        var whole = Ends(document, path.Split('.'), true).ToList();
        var opened = whole.SelectMany(end => end.Value is BsonArray array && !end.Fixed ? [.. array, array] : (IEnumerable<BsonValue?>)[end.Value]).ToList();
        return name switch
        {
            "$eq" => opened.Any(value => Same(value, operand)),
            "$ne" => !opened.Any(value => Same(value, operand)),
            "$in" => opened.Any(value => operand.AsBsonArray.Any(one => Same(value, one))),
            "$nin" => !opened.Any(value => operand.AsBsonArray.Any(one => Same(value, one))),
            "$gt" => opened.Any(value => Bracketed(value, operand) && OrderOracle.Compare(value ?? BsonNull.Value, operand) > 0),
            "$lte" => opened.Any(value => Bracketed(value, operand) && OrderOracle.Compare(value ?? BsonNull.Value, operand) <= 0),
            "$exists" => opened.Any(value => value is not null) == operand.AsBoolean,
            "$size" => whole.Any(end => end.Value is BsonArray array && array.Count == operand.AsInt32),
            "$not" => !operand.AsBsonDocument.All(one => Holds(one.Name, one.Value, document, path)),
            _ => throw new ArgumentException(name),
        };
    }

    private static bool Same(BsonValue? value, BsonValue operand) => OrderOracle.Compare(value ?? BsonNull.Value, operand) == 0;

    private static bool Bracketed(BsonValue? value, BsonValue operand)
    {
        value ??= BsonNull.Value;
        return value.IsNumeric == operand.IsNumeric && (value.IsNumeric || value.BsonType == operand.BsonType) && !IsNaN(value) == !IsNaN(operand);
    }

    private static bool IsNaN(BsonValue value) => value is BsonDouble { Value: double.NaN } || value is BsonDecimal128 number && Decimal128.IsNaN(number.Value);

    /// <summary>Where a path ends; Fixed when a position named the element itself, which is then not opened.</summary>
    private static IEnumerable<(BsonValue? Value, bool Fixed)> Ends(BsonValue? at, string[] path, bool inDocument)
    {
        if (path.Length == 0)
            return [(at, false)];
        if (at is BsonDocument document)
            return Ends(document.GetValue(path[0], null), path[1..], true);
        if (at is not BsonArray array)
            return [(null, false)];
        var found = new List<(BsonValue?, bool)>();
        for (var index = 0; index < array.Count; index++)
        {
            if (array[index] is BsonDocument)
                found.AddRange(Ends(array[index], path, true));
            if (path[0] != index.ToString(CultureInfo.InvariantCulture))
                continue;
            if (path.Length == 1)
                found.Add((array[index], true));
            else if (array[index] is BsonDocument or BsonArray)
                found.AddRange(Ends(array[index], path[1..], false));
        }
        return found;
    }
}
