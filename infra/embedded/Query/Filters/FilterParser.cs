using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Turns a filter into nodes; every operator this subset does not know is refused with MongoDB's code and words.</summary>
internal static class FilterParser
{
    public static FilterNode Parse(BsonDocument filter, int depth = 0)
    {
        BsonView.CheckDepth(depth);
        var nodes = new List<FilterNode>();
        foreach (var (name, value) in filter.Elements.Select(element => (element.Name, element.Value)))
        {
            switch (name)
            {
                case "$and":
                    nodes.Add(new AndNode(Clauses(name, value, depth)));
                    break;
                case "$or":
                    nodes.Add(new OrNode(Clauses(name, value, depth)));
                    break;
                case "$nor":
                    nodes.Add(new NorNode(Clauses(name, value, depth)));
                    break;
                case "$expr":
                    nodes.Add(new ExpressionNode(Expressions.Parse(value)));
                    break;
                case "$comment":
                    break;
                case var _ when name.StartsWith('$'):
                    throw MongoError.BadValue(
                        $"unknown top level operator: {name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField."
                    );
                default:
                    nodes.AddRange(Field(name, value, depth));
                    break;
            }
        }
        return Joined(nodes);
    }

    /// <summary>Whether a document is made of operators; {$ref, $id, $db} is a value.</summary>
    public static bool IsOperators(BsonValue value) =>
        value is BsonDocument { ElementCount: > 0 } document && document.GetElement(0).Name is ['$', ..] and not ("$ref" or "$id" or "$db");

    /// <summary>The conditions of one operator document, each on the path given.</summary>
    public static FilterNode Operators(FieldPath path, BsonDocument operators, int depth)
    {
        BsonView.CheckDepth(depth);
        return Joined([.. operators.SelectMany(element => Operator(path, element.Name, element.Value, operators, depth))]);
    }

    private static FilterNode Joined(List<FilterNode> nodes) => nodes.Count == 1 ? nodes[0] : new AndNode(nodes);

    private static List<FilterNode> Clauses(string name, BsonValue value, int depth)
    {
        if (value is not BsonArray clauses)
            throw MongoError.BadValue($"{name} must be an array");
        if (clauses.Count == 0)
            throw MongoError.BadValue("$and/$or/$nor must be a nonempty array");
        return
        [
            .. clauses.Select(clause => Parse(clause as BsonDocument ?? throw MongoError.BadValue("$or/$and/$nor entries need to be full objects"), depth + 1)),
        ];
    }

    private static IEnumerable<FilterNode> Field(string name, BsonValue value, int depth)
    {
        var path = new FieldPath(name);
        if (IsOperators(value))
            return value.AsBsonDocument.SelectMany(element => Operator(path, element.Name, element.Value, value.AsBsonDocument, depth));
        return [Equality(path, value)];
    }

    private static FieldNode Equality(FieldPath path, BsonValue value) =>
        value switch
        {
            BsonRegularExpression pattern => new(path, new RegexPredicate(pattern)),
            BsonUndefined => throw MongoError.BadValue("cannot compare to undefined"),
            _ => new(path, new ComparePredicate(PredicateKind.Equal, value)),
        };

    private static IEnumerable<FilterNode> Operator(FieldPath path, string name, BsonValue value, BsonDocument siblings, int depth)
    {
        switch (name)
        {
            case "$eq":
                return [Compare(path, PredicateKind.Equal, value)];
            case "$ne":
                if (value is BsonRegularExpression)
                    throw MongoError.BadValue("Can't have regex as arg to $ne.");
                return [new NorNode([Compare(path, PredicateKind.Equal, value)])];
            case "$gt":
                return [Compare(path, PredicateKind.Greater, value, name)];
            case "$gte":
                return [Compare(path, PredicateKind.GreaterOrEqual, value, name)];
            case "$lt":
                return [Compare(path, PredicateKind.Less, value, name)];
            case "$lte":
                return [Compare(path, PredicateKind.LessOrEqual, value, name)];
            case "$in":
                return [In(path, name, value)];
            case "$nin":
                return [new NorNode([In(path, name, value)])];
            case "$exists":
                var exists = new FieldNode(path, new ExistsPredicate());
                return Expressions.IsTrue(value) ? [exists] : [new NorNode([exists])];
            case "$type":
                return [new FieldNode(path, new TypePredicate(TypeNames.ParseSet(value), value))];
            case "$not":
                return [new NorNode([Negated(path, value, depth)])];
            case "$regex":
                return [new FieldNode(path, new RegexPredicate(Pattern(value, siblings)))];
            case "$options":
                return siblings.Contains("$regex") ? [] : throw MongoError.BadValue("$options needs a $regex");
            case "$size":
                return [new FieldNode(path, new SizePredicate(Size(value), value))];
            case "$mod":
                return [new FieldNode(path, Mod(value))];
            case "$elemMatch":
                return [new FieldNode(path, ElemMatch(value, depth))];
            case "$all":
                return [All(path, value, depth)];
            default:
                throw MongoError.BadValue($"unknown operator: {name}");
        }
    }

    private static FieldNode Compare(FieldPath path, PredicateKind kind, BsonValue value, string? range = null)
    {
        if (value is BsonUndefined)
            throw MongoError.BadValue("cannot compare to undefined");
        if (range is not null && value is BsonRegularExpression)
            throw MongoError.BadValue($"Can't have RegEx as arg to predicate over field '{path.Path}'.");
        return new(path, new ComparePredicate(kind, value));
    }

    private static FieldNode In(FieldPath path, string name, BsonValue value)
    {
        if (value is not BsonArray values)
            throw MongoError.BadValue($"{name} needs an array");
        foreach (var one in values)
        {
            if (IsOperators(one))
                throw MongoError.BadValue($"cannot nest $ under {name}");
            if (one is BsonUndefined)
                throw MongoError.BadValue("InMatchExpression equality cannot be undefined");
        }
        return new(path, new InPredicate(values));
    }

    private static FilterNode Negated(FieldPath path, BsonValue value, int depth) =>
        value switch
        {
            BsonRegularExpression pattern => new FieldNode(path, new RegexPredicate(pattern)),
            BsonDocument { ElementCount: 0 } => throw MongoError.BadValue("$not cannot be empty"),
            BsonDocument operators => Operators(path, operators, depth + 1),
            _ => throw MongoError.BadValue("$not needs a regex or a document"),
        };

    private static BsonRegularExpression Pattern(BsonValue value, BsonDocument siblings)
    {
        var pattern = value switch
        {
            BsonString text => new BsonRegularExpression(text.Value, ""),
            BsonRegularExpression given => given,
            _ => throw MongoError.BadValue("$regex has to be a string"),
        };
        if (!siblings.TryGetValue("$options", out var options))
            return pattern;
        if (options is not BsonString flags)
            throw MongoError.BadValue("$options has to be a string");
        if (pattern.Options.Length > 0)
            throw MongoError.Location(51075, "options set in both $regex and $options");
        return new(pattern.Pattern, flags.Value);
    }

    private static long Size(BsonValue value)
    {
        if (!value.IsNumeric)
            throw MongoError.BadValue($"Failed to parse $size. Expected a number in: $size: {value}");
        if (BsonView.Of(value) is var view && (ModPredicate.Whole(view) is not { } size || BsonOrder.Compare(BsonView.Of(size), view) != 0))
            throw MongoError.BadValue($"Failed to parse $size. Expected an integer: $size: {value}");
        return size >= 0 ? size : throw MongoError.BadValue($"Failed to parse $size. Expected a non-negative number in: $size: {value}");
    }

    private static ModPredicate Mod(BsonValue value)
    {
        if (value is not BsonArray parts)
            throw MongoError.BadValue("malformed mod, needs to be an array");
        if (parts.Count < 2)
            throw MongoError.BadValue("malformed mod, not enough elements");
        if (parts.Count > 2)
            throw MongoError.BadValue("malformed mod, too many elements");
        var divisor = ModPredicate.Whole(BsonView.Of(parts[0])) ?? throw MongoError.BadValue("malformed mod, divisor not a number");
        var remainder = ModPredicate.Whole(BsonView.Of(parts[1])) ?? throw MongoError.BadValue("malformed mod, remainder not a number");
        return divisor != 0 ? new(divisor, remainder, value) : throw MongoError.BadValue("divisor cannot be 0");
    }

    private static ElemMatchPredicate ElemMatch(BsonValue value, int depth)
    {
        if (value is not BsonDocument conditions)
            throw MongoError.BadValue("$elemMatch needs an Object");
        // $and, $or and $nor may open either form; they then speak of fields of the element.
        var onValues = IsOperators(conditions) && conditions.GetElement(0).Name is not ("$and" or "$or" or "$nor" or "$expr" or "$comment");
        return onValues ? new(Operators(new(""), conditions, depth + 1), false, value) : new(Parse(conditions, depth + 1), true, value);
    }

    private static FilterNode All(FieldPath path, BsonValue value, int depth)
    {
        if (value is not BsonArray values)
            throw MongoError.BadValue("$all needs an array");
        if (values.Count == 0)
            return new NothingNode();
        var elements = values.Count(IsElemMatch);
        if (elements > 0)
        {
            if (elements < values.Count)
                throw MongoError.BadValue("$all/$elemMatch has to be consistent");
            return Joined([.. values.Select(one => new FieldNode(path, ElemMatch(one["$elemMatch"], depth + 1)))]);
        }
        if (values.Any(IsOperators))
            throw MongoError.BadValue("no $ expressions in $all");
        return Joined([.. values.Select(one => Equality(path, one))]);

        static bool IsElemMatch(BsonValue one) => one is BsonDocument { ElementCount: 1 } document && document.GetElement(0).Name == "$elemMatch";
    }
}
