using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>An aggregation expression ready to be evaluated; null is the missing value.</summary>
internal delegate BsonValue? Expression(Scope scope);

/// <summary>What an expression can see: the document, and the variables of the expressions around it.</summary>
internal sealed class Scope
{
    private readonly BsonView _view;
    private readonly Scope? _outer;
    private readonly string? _name;
    private readonly BsonValue? _value;
    private BsonValue? _root;

    private Scope(BsonView view, Scope? outer, string? name, BsonValue? value) => (_view, _outer, _name, _value) = (view, outer, name, value);

    private Scope(BsonValue root) => _root = root;

    public static Scope Of(BsonView document) => new(document, null, null, null);

    public static Scope Of(BsonDocument document) => new(document);

    /// <summary>The document in memory; made on first use, because many expressions never look at it.</summary>
    public BsonValue Root => _outer is null ? _root ??= _view.ToBsonValue() : _outer.Root;

    public Scope With(string name, BsonValue? value) => new(default, this, name, value);

    /// <summary>A variable; the parser has seen that it exists.</summary>
    public BsonValue? this[string name] =>
        _outer is null ? null
        : _name == name ? _value
        : _outer[name];
}

/// <summary>The variables in sight while an expression is parsed, and how deep it is.</summary>
internal sealed record Sight(IReadOnlyList<string> Variables, int Depth)
{
    public static readonly Sight Top = new([], 0);

    public Sight With(params string[] names) => this with { Variables = [.. Variables, .. names] };

    public Sight Deeper()
    {
        BsonView.CheckDepth(Depth);
        return this with { Depth = Depth + 1 };
    }
}
