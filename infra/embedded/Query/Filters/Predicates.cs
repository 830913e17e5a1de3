using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using MongoDB.Bson;

namespace ELearning.Embedded;

internal enum PredicateKind
{
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    Exists,
    Type,
    Regex,
    Mod,
    Size,
    ElemMatch,
}

/// <summary>A condition on one value. Which values of a document are asked is decided by the path.</summary>
internal abstract class Predicate(PredicateKind kind, BsonValue operand)
{
    public PredicateKind Kind { get; } = kind;

    public BsonValue Operand { get; } = operand;

    /// <summary>Whether an array at the end of the path is asked element by element and then as a whole, or only as a whole.</summary>
    public virtual bool OpensArrays => true;

    public abstract bool Matches(BsonView value);
}

/// <summary>Equality and ranges. A range holds only within the class of its operand; null stands for missing too; NaN equals NaN alone.</summary>
internal sealed class ComparePredicate(PredicateKind kind, BsonValue operand) : Predicate(kind, operand)
{
    private readonly BsonView _operand = BsonView.Of(operand);

    public override bool Matches(BsonView value)
    {
        if (_operand.Type is BsonType.MinKey or BsonType.MaxKey && value.Type != _operand.Type)
            return _operand.Type == BsonType.MaxKey
                ? Kind is PredicateKind.Less or PredicateKind.LessOrEqual
                : Kind is PredicateKind.Greater or PredicateKind.GreaterOrEqual;
        if (BsonOrder.ClassOf(value.Type) != BsonOrder.ClassOf(_operand.Type))
            return false;
        if (value.IsNaN || _operand.IsNaN)
            return value.IsNaN && _operand.IsNaN && Kind is not (PredicateKind.Greater or PredicateKind.Less);
        var order = BsonOrder.Compare(value, _operand);
        return Kind switch
        {
            PredicateKind.Equal => order == 0,
            PredicateKind.Greater => order > 0,
            PredicateKind.GreaterOrEqual => order >= 0,
            PredicateKind.Less => order < 0,
            _ => order <= 0,
        };
    }
}

/// <summary>$in: equal to one of the values, or matched by one of the regular expressions.</summary>
internal sealed class InPredicate : Predicate
{
    private readonly HashSet<byte[]> _keys = new(ByteOrder.Instance);
    private readonly List<RegexPredicate> _patterns = [];

    [ThreadStatic]
    private static KeyBuffer? _buffer;

    public InPredicate(BsonArray values)
        : base(PredicateKind.In, values)
    {
        foreach (var value in values)
        {
            if (value is BsonRegularExpression pattern)
                _patterns.Add(new(pattern));
            _keys.Add(KeyWriter.Single(value));
        }
    }

    public override bool Matches(BsonView value)
    {
        var buffer = _buffer ??= new();
        buffer.Reset();
        KeyWriter.Write(buffer, value, false);
        if (_keys.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(buffer.Span))
            return true;
        foreach (var pattern in _patterns)
            if (pattern.Matches(value))
                return true;
        return false;
    }
}

internal sealed class ExistsPredicate() : Predicate(PredicateKind.Exists, BsonBoolean.True)
{
    public override bool Matches(BsonView value) => !value.IsMissing;
}

internal sealed class TypePredicate(IReadOnlySet<BsonType> types, BsonValue operand) : Predicate(PredicateKind.Type, operand)
{
    public override bool Matches(BsonView value) => types.Contains(value.Type);
}

internal sealed class SizePredicate(long size, BsonValue operand) : Predicate(PredicateKind.Size, operand)
{
    public override bool OpensArrays => false;

    public override bool Matches(BsonView value) => value.IsArray && value.Count() == size;
}

/// <summary>$mod: numbers cut to whole ones; what is not a finite number within int64 does not match.</summary>
internal sealed class ModPredicate(long divisor, long remainder, BsonValue operand) : Predicate(PredicateKind.Mod, operand)
{
    public override bool Matches(BsonView value) => Whole(value) is { } number && (divisor == -1 ? 0 : number % divisor) == remainder;

    public static long? Whole(BsonView value) =>
        value.Type switch
        {
            BsonType.Int32 => value.AsInt32,
            BsonType.Int64 => value.AsInt64,
            BsonType.Double when value.AsDouble is >= -9223372036854775808.0 and < 9223372036854775808.0 => (long)value.AsDouble,
            BsonType.Decimal128 when ExactDecimal.IsFinite(value.AsDecimal128) => ExactDecimal.Of(value.AsDecimal128).ToInt64(),
            _ => null,
        };
}

/// <summary>$elemMatch: one element of the array satisfies everything at once.</summary>
/// <param name="filter">the inner conditions</param>
/// <param name="onDocuments">whether they name fields of the element, or speak of the element itself</param>
/// <param name="operand">as the client sent it</param>
internal sealed class ElemMatchPredicate(FilterNode filter, bool onDocuments, BsonValue operand) : Predicate(PredicateKind.ElemMatch, operand)
{
    public override bool OpensArrays => false;

    public override bool Matches(BsonView value)
    {
        if (!value.IsArray)
            return false;
        foreach (var element in value)
            if (MatchesElement(element.Value))
                return true;
        return false;
    }

    public bool MatchesElement(BsonView element) =>
        onDocuments ? element.Type is BsonType.Document or BsonType.Array && filter.Matches(element) : filter.MatchesValue(element);
}

/// <summary>
/// A regular expression over strings; an equal regular expression as a value matches too. It runs on .NET's engine with a time limit of
/// one second a value: \d and \w know all of Unicode there, which PCRE's do not unless asked.
/// </summary>
internal sealed class RegexPredicate : Predicate
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly Regex _regex;
    private readonly BsonView _self;

    public RegexPredicate(BsonRegularExpression pattern)
        : base(PredicateKind.Regex, pattern)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var option in pattern.Options)
            options |= option switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                'u' => RegexOptions.None,
                _ => throw MongoError.Location(51108, $"invalid flag in regex options: {option}"),
            };
        try
        {
            _regex = new(pattern.Pattern, options, Limit);
        }
        catch (ArgumentException wrong)
        {
            throw MongoError.Location(51091, $"Regular expression is invalid: {wrong.Message}");
        }
        _self = BsonView.Of(pattern);
    }

    public override bool Matches(BsonView value)
    {
        if (value.Type == BsonType.RegularExpression)
            return BsonOrder.Compare(value, _self) == 0;
        return value.Type is BsonType.String or BsonType.Symbol && Matches(value.StringBytes);
    }

    private bool Matches(ReadOnlySpan<byte> text)
    {
        var rented = text.Length > 256 ? ArrayPool<char>.Shared.Rent(text.Length) : null;
        var characters = rented ?? stackalloc char[256];
        try
        {
            return _regex.IsMatch(characters[..Encoding.UTF8.GetChars(text, characters)]);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new MongoError(MongoErrorCode.OperationFailed, $"Regular expression took longer than {Limit.TotalSeconds} s on one value");
        }
        finally
        {
            if (rented is not null)
                ArrayPool<char>.Shared.Return(rented);
        }
    }
}
