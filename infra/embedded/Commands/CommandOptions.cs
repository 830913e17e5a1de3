using System.Globalization;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// The fields of a command or of one of its statements. Each is taken by name and type; <see cref="End"/> refuses what nobody took, so that
/// no option is ever ignored in silence.
/// </summary>
internal sealed class CommandOptions
{
    // Accepted without effect on one node that has no other copy: see the table in SUBSET.md.
    private static readonly HashSet<string> WithoutEffect =
    [
        "$db",
        "lsid",
        "txnNumber",
        "$clusterTime",
        "$readPreference",
        "readConcern",
        "writeConcern",
        "comment",
    ];

    private readonly string _name;
    private readonly BsonDocument _body;
    private readonly IReadOnlyDictionary<string, List<byte[]>>? _sequences;
    private readonly HashSet<string> _taken = [];

    /// <summary>The options of a command: its first field is its name.</summary>
    public CommandOptions(string name, BsonDocument body, IReadOnlyDictionary<string, List<byte[]>> sequences)
    {
        (_name, _body, _sequences) = (name, body, sequences);
        _taken.UnionWith(WithoutEffect);
        _taken.Add(name);
    }

    /// <summary>The fields of a part of a command, for example of one statement of <c>update</c>.</summary>
    public CommandOptions(string name, BsonDocument body) => (_name, _body) = (name, body);

    public BsonValue? Value(string option)
    {
        _taken.Add(option);
        return _body.TryGetValue(option, out var value) && !value.IsBsonNull ? value : null;
    }

    public BsonDocument? Document(string option) =>
        Value(option) switch
        {
            null => null,
            BsonDocument document => document,
            var other => throw Mismatch(option, other, "object"),
        };

    public BsonArray? Array(string option) =>
        Value(option) switch
        {
            null => null,
            BsonArray array => array,
            var other => throw Mismatch(option, other, "array"),
        };

    public string? Text(string option) =>
        Value(option) switch
        {
            null => null,
            BsonString text => text.Value,
            var other => throw Mismatch(option, other, "string"),
        };

    public bool Bool(string option, bool otherwise = false) =>
        Value(option) switch
        {
            null => otherwise,
            BsonBoolean truth => truth.Value,
            { IsNumeric: true } number => number.ToDouble() != 0,
            var other => throw Mismatch(option, other, "bool"),
        };

    /// <summary>A whole number of at least zero.</summary>
    public long? Count(string option)
    {
        if (Value(option) is not { } value)
            return null;
        if (!value.IsNumeric)
            throw Mismatch(option, value, "long");
        var number = value.ToDouble();
        if (double.IsNaN(number) || number != Math.Truncate(number))
            throw MongoError.FailedToParse($"Expected an integer: {option}: {value}");
        return number >= 0 ? value.ToInt64() : throw new MongoError((MongoErrorCode)51024, $"BSON field '{option}' value must be >= 0, actual value '{value}'");
    }

    public Deadline Deadline(CommandContext context) => context.Deadline(Count("maxTimeMS") ?? 0);

    /// <summary>Documents from a document sequence or from an array in the body, as bytes.</summary>
    public List<byte[]> Documents(string option)
    {
        if (_sequences is not null && _sequences.TryGetValue(option, out var sequence))
        {
            _taken.Add(option);
            return sequence;
        }

        var array = Array(option) ?? throw new MongoError((MongoErrorCode)40414, $"BSON field '{_name}.{option}' is missing but a required field");
        return [.. array.Select(d => d is BsonDocument document ? BsonBuffer.Bytes(document) : throw Mismatch(option, d, "object"))];
    }

    /// <summary>Accepts an option with its default, which is all that is implemented; refuses any other value.</summary>
    public void Only(string option, BsonValue value)
    {
        if (Value(option) is { } given && !given.Equals(value) && !(given.IsNumeric && value.IsNumeric && given.ToDouble().Equals(value.ToDouble())))
            throw new MongoError(
                MongoErrorCode.InvalidOptions,
                $"'{_name}.{option}' may only be {value}: the embedded database does not implement anything else"
            );
    }

    /// <summary>Refuses every collation but the binary comparison of strings.</summary>
    public void SimpleCollation()
    {
        if (Document("collation") is { } collation && collation.GetValue("locale", "") != "simple")
            throw MongoError.BadValue("the embedded database implements only the collation {locale: 'simple'}");
    }

    /// <summary>Accepts options of this command without effect; each is in the table in SUBSET.md.</summary>
    public void WithoutAnyEffect(params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
            _taken.Add(option);
    }

    /// <summary>Refuses every option that was not taken.</summary>
    public void End()
    {
        foreach (var element in _body)
        {
            if (!_taken.Contains(element.Name))
                throw Unknown(element.Name);
        }

        foreach (var sequence in _sequences?.Keys ?? [])
        {
            if (!_taken.Contains(sequence) || _body.Contains(sequence))
                throw Unknown(sequence);
        }
    }

    private MongoError Unknown(string field) => MongoError.Location(40415, $"BSON field '{_name}.{field}' is an unknown field.");

    private MongoError Mismatch(string option, BsonValue value, string wanted) =>
        MongoError.TypeMismatch(
            string.Create(CultureInfo.InvariantCulture, $"BSON field '{_name}.{option}' is the wrong type '{value.BsonType}', expected type '{wanted}'")
        );
}
