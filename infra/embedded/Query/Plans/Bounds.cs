using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// A stretch of one key component, named by prefixes of its bytes: from the first key that starts with Low (or the first after those) to the
/// last that starts with High (or the last before those). A point is the same prefix at both ends.
/// </summary>
internal readonly record struct Interval(byte[] Low, bool LowIncluded, byte[] High, bool HighIncluded)
{
    public static Interval Point(byte[] key) => new(key, true, key, true);

    public bool IsPoint => LowIncluded && HighIncluded && ReferenceEquals(Low, High);

    /// <summary>The same stretch of a descending component, whose bytes are inverted.</summary>
    public Interval Inverted()
    {
        if (IsPoint)
            return Point(Invert(Low));
        return new(Invert(High), HighIncluded, Invert(Low), LowIncluded);
    }

    private static byte[] Invert(byte[] bytes) => Array.ConvertAll(bytes, b => (byte)~b);
}

/// <summary>The intervals of one index field that hold every match of its conditions; null where the conditions say nothing an index can use.</summary>
internal static class Bounds
{
    /// <summary>The most points that are looked up one by one; more are not worth as many seeks.</summary>
    public const int MostPoints = 200;

    public static List<Interval>? Of(IEnumerable<Conjunct> conditions, bool multikey)
    {
        List<Interval>? best = null;
        Conjunct? lower = null;
        Conjunct? upper = null;
        foreach (var condition in conditions)
        {
            switch (condition.Kind)
            {
                case PredicateKind.Equal or PredicateKind.In:
                    if (Points(condition) is { } points && (best is null || points.Count < best.Count))
                        best = points;
                    break;
                case PredicateKind.Greater or PredicateKind.GreaterOrEqual when HasRange(condition.Operand):
                    lower = Tighter(lower, condition, 1);
                    break;
                case PredicateKind.Less or PredicateKind.LessOrEqual when HasRange(condition.Operand):
                    upper = Tighter(upper, condition, -1);
                    break;
            }
        }

        if (best is not null)
            return best;
        if (lower is null && upper is null)
            return conditions
                .Where(c => c.Kind == PredicateKind.Regex)
                .Select(c => Prefix((BsonRegularExpression)c.Operand))
                .FirstOrDefault(p => p is not null);
        // In an array one element may satisfy the one bound and another the other: their keys lie anywhere beyond either bound.
        if (multikey && lower is not null)
            upper = null;
        return Range(lower, upper);
    }

    /// <summary>
    /// Whether every key inside the intervals meets the conditions. So it is with a few kinds of conditions, for which the key holds all that is asked.
    /// </summary>
    public static bool AreExact(IReadOnlyList<Conjunct> conditions, bool multikey) =>
        conditions switch
        {
            [{ Kind: PredicateKind.Equal } equal] => IsPlain(equal.Operand),
            [{ Kind: PredicateKind.In } list] => list.Operand.AsBsonArray.All(IsPlain),
            [var only] => !multikey && IsPlainRange(only),
            [var one, var other] => !multikey && IsPlainRange(one) && IsPlainRange(other) && one.Operand.BsonType == other.Operand.BsonType,
            _ => false,
        };

    private static bool IsPlain(BsonValue operand) =>
        operand.BsonType is BsonType.String or BsonType.Boolean or BsonType.DateTime or BsonType.ObjectId or BsonType.Int32 or BsonType.Int64;

    private static bool IsPlainRange(Conjunct condition) =>
        condition.Operand.BsonType is BsonType.String or BsonType.DateTime
        && condition.Kind is PredicateKind.Greater or PredicateKind.GreaterOrEqual or PredicateKind.Less or PredicateKind.LessOrEqual;

    private static List<Interval>? Points(Conjunct condition)
    {
        IEnumerable<BsonValue> values = condition.Kind == PredicateKind.In ? condition.Operand.AsBsonArray : [condition.Operand];
        var points = new SortedSet<byte[]>(ByteOrder.Instance);
        foreach (var value in values)
        {
            if (value is BsonRegularExpression && condition.Kind == PredicateKind.In)
                return null;
            points.UnionWith(IndexKeys.EqualityProbes(value).Select(probe => KeyWriter.Single(probe)));
            if (points.Count > MostPoints)
                return null;
        }

        return [.. points.Select(Interval.Point)];
    }

    // Ranges hold within the class of the operand. Null, MinKey, MaxKey and arrays have rules of their own that are left to the matcher.
    private static bool HasRange(BsonValue operand) =>
        operand.BsonType
            is BsonType.Double
                or BsonType.Int32
                or BsonType.Int64
                or BsonType.Decimal128
                or BsonType.String
                or BsonType.Binary
                or BsonType.ObjectId
                or BsonType.Boolean
                or BsonType.DateTime
                or BsonType.Timestamp;

    private static Conjunct Tighter(Conjunct? one, Conjunct other, int sign)
    {
        if (one is null)
            return other;
        var order = BsonOrder.Compare(other.Operand, one.Operand) * sign;
        return order > 0 || (order == 0 && other.Kind is PredicateKind.Greater or PredicateKind.Less) ? other : one;
    }

    private static List<Interval> Range(Conjunct? lower, Conjunct? upper)
    {
        var (first, last) = Class((lower ?? upper)!.Operand);
        var low = lower is null ? [first] : KeyWriter.Single(lower.Operand);
        var high = upper is null ? [last] : KeyWriter.Single(upper.Operand);
        var interval = new Interval(low, lower?.Kind != PredicateKind.Greater, high, upper?.Kind != PredicateKind.Less);
        // Bounds of two classes, or crossed ones, cannot be met by one value; the range would read nothing.
        return [interval];
    }

    // The first and the last byte of the class: numbers have one for each of NaN, negative, zero and positive.
    private static (byte First, byte Last) Class(BsonValue operand) =>
        operand.IsNumeric ? ((byte)10, (byte)13) : (BsonOrder.ClassOf(operand.BsonType), BsonOrder.ClassOf(operand.BsonType));

    /// <summary>
    /// The intervals of the strings that begin with the literal of <c>^abc</c>, and of the expression itself, which matches as a stored value.
    /// </summary>
    private static List<Interval>? Prefix(BsonRegularExpression pattern)
    {
        // i changes what a literal is, m what ^ is, x what a space is.
        if (pattern.Options.AsSpan().IndexOfAnyExcept("su") >= 0 || LiteralPrefix(pattern.Pattern) is not { Length: > 0 } literal)
            return null;
        var key = KeyWriter.Single(literal);
        // Without its two bytes of end the key of a string is the prefix of the keys of all longer ones.
        var prefix = key[..^2];
        return [new Interval(prefix, true, [.. prefix], true), Interval.Point(KeyWriter.Single(pattern))];
    }

    private static string? LiteralPrefix(string pattern)
    {
        if (pattern.Length == 0 || pattern[0] != '^' || pattern.Contains('|', StringComparison.Ordinal))
            return null;
        var literal = new StringBuilder();
        for (var i = 1; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1]))
                c = pattern[++i];
            else if (c == '\\' || ".[]()*+?{}^$#".Contains(c, StringComparison.Ordinal))
                return Ended(literal, c);
            literal.Append(c);
        }

        return literal.ToString();
    }

    // A quantifier makes the character before it optional.
    private static string Ended(StringBuilder literal, char special)
    {
        if (special is '*' or '?' or '{' && literal.Length > 0)
            literal.Length--;
        if (literal.Length > 0 && char.IsHighSurrogate(literal[^1]))
            literal.Length--;
        return literal.ToString();
    }
}
