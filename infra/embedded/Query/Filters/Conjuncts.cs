using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// What every match must satisfy, taken from the top-level conjunction of a filter: conditions on paths, and alternatives. Conditions inside
/// one $elemMatch hold on one element together; they are here under their full path and know their element.
/// </summary>
internal sealed class Conjuncts
{
    private readonly List<Conjunct> _conditions = [];
    private readonly List<OrNode> _alternatives = [];

    public static Conjuncts Of(params ReadOnlySpan<FilterNode> nodes)
    {
        var conjuncts = new Conjuncts();
        foreach (var node in nodes)
            conjuncts.Add(node, "", element: null);
        return conjuncts;
    }

    public IReadOnlyList<Conjunct> Conditions => _conditions;

    public IReadOnlyList<OrNode> Alternatives => _alternatives;

    /// <summary>Whether the conditions are the whole filter: whatever meets them all matches.</summary>
    public bool AreAll { get; private set; } = true;

    public IEnumerable<Conjunct> On(string path) => _conditions.Where(c => c.Path == path);

    private void Add(FilterNode node, string prefix, FieldNode? element)
    {
        AreAll &= node is AndNode or FieldNode { Kind: not PredicateKind.ElemMatch };
        switch (node)
        {
            case AndNode all:
                foreach (var child in all.Children)
                    Add(child, prefix, element);
                break;
            case OrNode any when element is null:
                _alternatives.Add(any);
                break;
            case FieldNode { Kind: PredicateKind.ElemMatch, Operand: BsonDocument inner } field:
                _conditions.Add(new Conjunct(prefix + field.Path, PredicateKind.ElemMatch, inner, element));
                // Operators alone speak of the element itself; only named fields give paths an index may have.
                if (inner.ElementCount > 0 && !FilterParser.IsOperators(inner))
                    Add(Matcher.Parse(inner).Root, prefix + field.Path + ".", field);
                break;
            case FieldNode field when element is null || FieldPath.Position(field.Steps.Parts[0]) < 0:
                // In arrays of arrays an index reaches positions of the outer array only, $elemMatch those of the inner.
                _conditions.Add(new Conjunct(prefix + field.Path, field.Kind, field.Operand, element));
                break;
        }
    }
}

/// <summary>One condition: a value on this path satisfies the predicate.</summary>
/// <param name="Path">full dotted path</param>
/// <param name="Kind">which comparison</param>
/// <param name="Operand">compared with</param>
/// <param name="Element">the $elemMatch it stands in; null = none</param>
internal sealed record Conjunct(string Path, PredicateKind Kind, BsonValue Operand, FieldNode? Element)
{
    public string Root => Path.Split('.', 2)[0];
}
