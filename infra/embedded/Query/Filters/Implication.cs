using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Whether a filter can only match documents that another filter matches too. "No" may be wrong, "yes" never.</summary>
internal static class Implication
{
    public static bool Holds(Conjuncts filter, FilterNode wanted) =>
        wanted switch
        {
            AndNode all => all.Children.All(child => Holds(filter, child)),
            OrNode any => any.Children.Any(child => Holds(filter, child)),
            FieldNode field => filter.On(field.Path).Any(given => Holds(given, field)),
            _ => false,
        };

    private static bool Holds(Conjunct given, FieldNode wanted)
    {
        if (given.Kind == wanted.Kind && BsonOrder.Same(given.Operand, wanted.Operand))
            return true;
        if (wanted.Kind == PredicateKind.Exists)
            return ExcludesMissing(given);
        // Below: the one value that satisfies the given condition satisfies the wanted one as well. Arrays as operands compare in two ways
        // and null stands for missing, so they take no part.
        if (given.Kind == PredicateKind.Equal)
            return IsPlain(given.Operand) && wanted.MatchesValue(BsonView.Of(given.Operand));
        if (given.Kind == PredicateKind.In)
            return given.Operand.AsBsonArray.All(value => IsPlain(value) && wanted.MatchesValue(BsonView.Of(value)));
        if (!SameClass(given.Operand, wanted.Operand))
            return false;
        var order = BsonOrder.Compare(given.Operand, wanted.Operand);
        return (given.Kind, wanted.Kind) switch
        {
            (PredicateKind.Greater, PredicateKind.Greater or PredicateKind.GreaterOrEqual) => order >= 0,
            (PredicateKind.GreaterOrEqual, PredicateKind.GreaterOrEqual) => order >= 0,
            (PredicateKind.GreaterOrEqual, PredicateKind.Greater) => order > 0,
            (PredicateKind.Less, PredicateKind.Less or PredicateKind.LessOrEqual) => order <= 0,
            (PredicateKind.LessOrEqual, PredicateKind.LessOrEqual) => order <= 0,
            (PredicateKind.LessOrEqual, PredicateKind.Less) => order < 0,
            _ => false,
        };
    }

    /// <summary>Whether a document without the field cannot satisfy the condition.</summary>
    public static bool ExcludesMissing(Conjunct given) =>
        given.Kind switch
        {
            PredicateKind.Equal => IsPlain(given.Operand),
            PredicateKind.In => given.Operand.AsBsonArray.All(IsPlain),
            PredicateKind.Greater or PredicateKind.GreaterOrEqual or PredicateKind.Less or PredicateKind.LessOrEqual => IsPlain(given.Operand),
            PredicateKind.Exists or PredicateKind.Type or PredicateKind.Regex or PredicateKind.Mod or PredicateKind.Size or PredicateKind.ElemMatch => true,
            _ => false,
        };

    private static bool IsPlain(BsonValue value) =>
        value.BsonType is not (BsonType.Null or BsonType.Undefined or BsonType.Array or BsonType.MinKey or BsonType.MaxKey or BsonType.RegularExpression)
        && !BsonView.Of(value).IsNaN;

    private static bool SameClass(BsonValue one, BsonValue other) =>
        IsPlain(one) && IsPlain(other) && BsonOrder.ClassOf(one.BsonType) == BsonOrder.ClassOf(other.BsonType);
}
