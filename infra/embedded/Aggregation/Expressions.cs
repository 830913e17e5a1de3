using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>An aggregation expression ready to be evaluated; null is the missing value.</summary>
internal delegate BsonValue? Expression(Scope scope);

/// <summary>What an expression can see: the document, and the variables of the expressions around it.</summary>
internal sealed class Scope
{
    readonly BsonView _view;
    readonly Scope? _outer;
    readonly string? _name;
    readonly BsonValue? _value;
    BsonValue? _root;

    Scope(BsonView view, Scope? outer, string? name, BsonValue? value) => (_view, _outer, _name, _value) = (view, outer, name, value);

    Scope(BsonValue root) => _root = root;

    public static Scope Of(BsonView document) => new(document, null, null, null);

    public static Scope Of(BsonDocument document) => new(document);

    /// <summary>The document in memory; made on first use, because many expressions never look at it.</summary>
    public BsonValue Root => _root ??= _outer?.Root ?? _view.ToBsonValue();

    public Scope With(string name, BsonValue? value) => new(default, this, name, value);

    public BsonValue? this[string name] => _name == name ? _value : _outer![name];
}

internal static class Expressions
{
    /// <summary>False, null, missing and zero are false; everything else is true.</summary>
    public static bool IsTrue(BsonValue? value) => value switch
    {
        null or BsonNull or BsonUndefined => false,
        BsonBoolean boolean => boolean.Value,
        { IsNumeric: true } => BsonOrder.Compare(value, BsonInt32.Create(0)) != 0,
        _ => true,
    };

    public static Expression Parse(BsonValue value) => throw MongoError.Location(168, "expressions are not there yet");
}
