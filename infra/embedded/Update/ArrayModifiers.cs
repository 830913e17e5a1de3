using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>$push, $addToSet, $pop, $pull and $pullAll.</summary>
internal static class ArrayModifiers
{
    public static Change Push(BsonValue argument)
    {
        var push = PushArgument.Parse(argument);
        return (old, path, document) =>
        {
            if (old is not (null or BsonArray))
                throw MongoError.BadValue($"The field '{path}' must be an array but is of type {TypeNames.Of(old)} in document {Modifiers.Name(document)}");
            return new BsonArray(push.Apply(old as BsonArray ?? []));
        };
    }

    public static Change AddToSet(BsonValue argument)
    {
        var each = argument is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name == "$each" ? document : null;
        if (each?.ElementCount > 1)
            throw MongoError.BadValue($"Found unexpected fields after $each in $addToSet: {argument}");
        if (each is not null && each["$each"] is not BsonArray)
            throw MongoError.TypeMismatch($"The argument to $each in $addToSet must be an array but it was of type {TypeNames.Of(each["$each"])}");
        IEnumerable<BsonValue> values = each?["$each"].AsBsonArray ?? [argument];
        return (old, path, _) =>
        {
            if (old is not (null or BsonArray))
                throw MongoError.BadValue(
                    $"Cannot apply $addToSet to non-array field. Field named '{path.Split('.')[^1]}' has non-array type {TypeNames.Of(old)}"
                );
            var result = new BsonArray(old as BsonArray ?? []);
            var keys = new HashSet<byte[]>(result.Select(value => KeyWriter.Single(value)), ByteOrder.Instance);
            foreach (var value in values)
                if (keys.Add(KeyWriter.Single(value)))
                    result.Add(value.DeepClone());
            return result;
        };
    }

    public static Change Pop(string path, BsonValue argument)
    {
        if (!argument.IsNumeric)
            throw MongoError.FailedToParse($"Expected a number in: {path}: {argument}");
        if (argument.ToDouble() is not (1 or -1))
            throw MongoError.FailedToParse($"$pop expects 1 or -1, found: {argument}");
        var first = argument.ToDouble() < 0;
        return (old, place, _) =>
        {
            if (old is not BsonArray array)
                throw MongoError.TypeMismatch($"Path '{place}' contains an element of non-array type '{TypeNames.Of(old)}'");
            return array.Count == 0 ? array : new BsonArray(first ? array.Skip(1) : array.Take(array.Count - 1));
        };
    }

    public static Change Pull(BsonValue argument)
    {
        var condition = Condition(argument);
        return Cull("$pull", value => condition(BsonView.Of(value)));
    }

    public static Change PullAll(BsonValue argument)
    {
        if (argument is not BsonArray values)
            throw MongoError.BadValue($"$pullAll requires an array argument but was given a {TypeNames.Of(argument)}");
        var keys = new HashSet<byte[]>(values.Select(value => KeyWriter.Single(value)), ByteOrder.Instance);
        return Cull("$pullAll", value => keys.Contains(KeyWriter.Single(value)));
    }

    private static Change Cull(string modifier, Func<BsonValue, bool> goes) =>
        (old, _, _) =>
        {
            if (old is not BsonArray array)
                throw MongoError.BadValue($"Cannot apply {modifier} to a non-array value");
            return new BsonArray(array.Where(value => !goes(value)));
        };

    /// <summary>What $pull takes out: operators speak of the element, other documents of its fields, anything else is equality.</summary>
    private static Func<BsonView, bool> Condition(BsonValue argument)
    {
        if (FilterParser.IsOperators(argument) && argument.AsBsonDocument.GetElement(0).Name is not ("$and" or "$or" or "$nor" or "$expr"))
            return FilterParser.Operators(new(""), argument.AsBsonDocument, 0).MatchesValue;
        if (argument is BsonDocument fields)
        {
            var filter = FilterParser.Parse(fields);
            return value => value.IsDocument && filter.Matches(value);
        }
        Predicate same = argument is BsonRegularExpression pattern ? new RegexPredicate(pattern) : new ComparePredicate(PredicateKind.Equal, argument);
        return same.Matches;
    }

    /// <summary>$push with its clauses: insert at $position, then $sort, then $slice.</summary>
    private sealed record PushArgument(BsonArray Each, int? Position, int? Slice, Comparison<BsonValue>? Order)
    {
        public static PushArgument Parse(BsonValue argument)
        {
            if (argument is not BsonDocument clauses || !clauses.Contains("$each"))
                return new([argument], null, null, null);
            foreach (var clause in clauses)
                if (clause.Name is not ("$each" or "$slice" or "$sort" or "$position"))
                    throw MongoError.BadValue($"Unrecognized clause in $push: {clause.Name}");
            if (clauses["$each"] is not BsonArray each)
                throw MongoError.BadValue($"The argument to $each in $push must be an array but it was of type: {TypeNames.Of(clauses["$each"])}");
            return new(each, Whole(clauses, "$position"), Whole(clauses, "$slice"), clauses.TryGetValue("$sort", out var sort) ? Sorting(sort) : null);
        }

        public IEnumerable<BsonValue> Apply(BsonArray old)
        {
            var result = old.ToList();
            var at =
                Position is not { } position ? result.Count
                : position >= 0 ? Math.Min(position, result.Count)
                : Math.Max(0, result.Count + position);
            result.InsertRange(at, Each.Select(value => value.DeepClone()));
            // OrderBy is stable where List.Sort is not.
            if (Order is not null)
                result = [.. result.Order(Comparer<BsonValue>.Create(Order))];
            return Slice switch
            {
                null => result,
                >= 0 and var first => result.Take(first),
                var last => result.TakeLast((int)Math.Min(-(long)last.Value, int.MaxValue)),
            };
        }

        private static int? Whole(BsonDocument clauses, string name)
        {
            if (!clauses.TryGetValue(name, out var value))
                return null;
            if (!value.IsNumeric || ModPredicate.Whole(BsonView.Of(value)) is not { } number || number != Arithmetic.ToDouble(value))
                throw MongoError.BadValue($"The value for {name} must be an integer value but was given type: {TypeNames.Of(value)}");
            return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
        }

        private static Comparison<BsonValue> Sorting(BsonValue sort)
        {
            if (sort.IsNumeric && sort.ToDouble() is 1 or -1)
            {
                var direction = (int)sort.ToDouble();
                return (a, b) => direction * BsonOrder.Compare(a, b);
            }
            if (sort is not BsonDocument { ElementCount: > 0 } spec)
                throw MongoError.BadValue("The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields");
            var order = SortOrder.Parse(spec);
            return (a, b) => Key(a).AsSpan().SequenceCompareTo(Key(b));

            byte[] Key(BsonValue value) => order.KeyOf(BsonView.Of(value as BsonDocument ?? []));
        }
    }
}
