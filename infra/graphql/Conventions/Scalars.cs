using System.Globalization;
using System.Numerics;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>Which graph type stands for which CLR type; expression fields (<c>Field(x => x.PostedAt)</c>) and filters find theirs here.</summary>
public static class ScalarTypes
{
    private static readonly Dictionary<Type, (Type Graph, string Name)> Known = new()
    {
        [typeof(string)] = (typeof(StringGraphType), "String"),
        [typeof(int)] = (typeof(IntGraphType), "Int"),
        [typeof(long)] = (typeof(LongScalar), "Long"),
        [typeof(bool)] = (typeof(BooleanGraphType), "Boolean"),
        [typeof(double)] = (typeof(FloatScalar), "Float"),
        [typeof(decimal)] = (typeof(DecimalScalar), "Decimal"),
        [typeof(DateOnly)] = (typeof(DateScalar), "Date"),
        [typeof(DateTimeOffset)] = (typeof(DateTimeScalar), "DateTime"),
        [typeof(Uri)] = (typeof(UrlScalar), "URL"),
    };

    public static Type GraphTypeOf(Type type) => type.IsEnum ? typeof(EnumerationGraphType<>).MakeGenericType(type) : Known[type].Graph;

    public static string NameOf(Type type) => type.IsEnum ? type.Name : Known[type].Name;

    /// <param name="day">What the schema says of <c>Date</c>, where a day is one of a certain calendar.</param>
    public static void AddTo(Schema schema, string? day = null)
    {
        foreach (var (type, known) in Known)
        {
            schema.RegisterTypeMapping(type, known.Graph);
        }

        // An instance named like a built-in scalar takes its place wherever it is referred to.
        schema.RegisterType(new FloatScalar());
        if (day is not null)
            schema.RegisterType(new DateScalar { Description = day });
    }
}

/// <summary>A scalar written as text: one parse, one print, and everything that does not survive both is refused.</summary>
public abstract class TextScalar<T> : ScalarGraphType
{
    public override object? ParseLiteral(GraphQLValue value) =>
        value switch
        {
            GraphQLStringValue text => ParseValue(text.Value.ToString()),
            GraphQLNullValue => null,
            _ => ThrowLiteralConversionError(value),
        };

    public override object? ParseValue(object? value) =>
        value switch
        {
            null => null,
            T parsed => parsed,
            string text when TryParse(text, out var parsed) => parsed,
            _ => ThrowValueConversionError(value),
        };

    public override object? Serialize(object? value) =>
        value switch
        {
            null => null,
            T typed => Print(typed),
            _ => ThrowSerializationError(value),
        };

    public override bool IsValidDefault(object value) => value is T;

    public override GraphQLValue ToAST(object? value) => value is T typed ? new GraphQLStringValue(Print(typed)) : new GraphQLNullValue();

    protected abstract bool TryParse(string text, out T value);

    protected abstract string Print(T value);
}

/// <summary>RFC 3339, an offset is required going in, always UTC coming out.</summary>
public sealed class DateTimeScalar : TextScalar<DateTimeOffset>
{
    private static readonly string[] Shapes =
    [
        "yyyy-MM-dd'T'HH:mm:ssZ",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFZ",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "An instant, RFC 3339 with offset; answered in UTC: `2026-03-01T08:00:00Z`.";
    }

    protected override bool TryParse(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);

    protected override string Print(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A day.</summary>
public sealed class DateScalar : TextScalar<DateOnly>
{
    public DateScalar()
    {
        Name = "Date";
        Description = "A day: `2026-03-01`.";
    }

    protected override bool TryParse(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    protected override string Print(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An absolute http or https address.</summary>
public sealed class UrlScalar : TextScalar<Uri>
{
    public UrlScalar()
    {
        Name = "URL";
        Description = "An absolute http(s) address, or one relative to this host that starts with `/`.";
    }

    protected override bool TryParse(string text, out Uri value) => Uri.TryCreate(text, UriKind.Absolute, out value!) && value.Scheme is "http" or "https";

    protected override string Print(Uri value) => value.IsAbsoluteUri ? value.AbsoluteUri : value.OriginalString;
}

/// <summary>The spec's Float, finite: a literal or variable that overflows to infinity is refused.</summary>
public sealed class FloatScalar : FloatGraphType
{
    public FloatScalar()
    {
        Name = "Float";
        Description = "A finite double-precision number.";
    }

    public override object? ParseLiteral(GraphQLValue value) =>
        value is GraphQLIntValue or GraphQLFloatValue && !TryFinite(((IHasValueNode)value).Value.ToString())
            ? ThrowLiteralConversionError(value)
            : base.ParseLiteral(value);

    public override bool CanParseLiteral(GraphQLValue value) =>
        value is GraphQLIntValue or GraphQLFloatValue ? TryFinite(((IHasValueNode)value).Value.ToString()) : base.CanParseLiteral(value);

    public override object? ParseValue(object? value) =>
        value switch
        {
            double number when !double.IsFinite(number) => ThrowValueConversionError(value),
            float number when !float.IsFinite(number) => ThrowValueConversionError(value),
            BigInteger number when !double.IsFinite((double)number) => ThrowValueConversionError(value),
            _ => base.ParseValue(value) is double parsed && !double.IsFinite(parsed) ? ThrowValueConversionError(value) : base.ParseValue(value),
        };

    public override bool CanParseValue(object? value) =>
        base.CanParseValue(value) && value is not double.PositiveInfinity and not double.NegativeInfinity and not double.NaN;

    private static bool TryFinite(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}

/// <summary>Exact decimal: hours and shares.</summary>
public sealed class DecimalScalar : DecimalGraphType
{
    public DecimalScalar()
    {
        Name = "Decimal";
        Description = "An exact decimal number.";
    }
}

/// <summary>Whole numbers past 32 bits: bytes and running numbers.</summary>
public sealed class LongScalar : LongGraphType
{
    public LongScalar()
    {
        Name = "Long";
        Description = "A whole number of 64 bits.";
    }
}
