using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// A parsed filter. <see cref="Matches"/> asks about a document; <see cref="MatchesValue"/> asks about one value that takes the place of the
/// path, as inside $elemMatch and $pull. The planner reads the tree and may narrow with it; the matcher is always run.
/// </summary>
internal abstract class FilterNode
{
    public abstract bool Matches(BsonView document);

    public abstract bool MatchesValue(BsonView value);
}

/// <summary>A filter made of other filters.</summary>
internal abstract class BranchNode(IReadOnlyList<FilterNode> children) : FilterNode
{
    // An array: walking a list through its interface would allocate for every document asked.
    private readonly FilterNode[] _children = [.. children];

    public IReadOnlyList<FilterNode> Children => _children;

    /// <summary>Whether one child matches the document or, with <paramref name="says"/> false, whether one does not.</summary>
    protected bool Any(BsonView document, bool says = true)
    {
        foreach (var child in _children)
            if (child.Matches(document) == says)
                return true;
        return false;
    }

    protected bool AnyValue(BsonView value, bool says = true)
    {
        foreach (var child in _children)
            if (child.MatchesValue(value) == says)
                return true;
        return false;
    }
}

internal sealed class AndNode(IReadOnlyList<FilterNode> children) : BranchNode(children)
{
    public override bool Matches(BsonView document) => !Any(document, says: false);

    public override bool MatchesValue(BsonView value) => !AnyValue(value, says: false);
}

internal sealed class OrNode(IReadOnlyList<FilterNode> children) : BranchNode(children)
{
    public override bool Matches(BsonView document) => Any(document);

    public override bool MatchesValue(BsonView value) => AnyValue(value);
}

/// <summary>None of the children; $nor, and with one child $not, $ne and $nin.</summary>
internal sealed class NorNode(IReadOnlyList<FilterNode> children) : BranchNode(children)
{
    public override bool Matches(BsonView document) => !Any(document);

    public override bool MatchesValue(BsonView value) => !AnyValue(value);
}

/// <summary>A condition on the values one path leads to: true if one of them satisfies it.</summary>
internal sealed class FieldNode(FieldPath path, Predicate predicate) : FilterNode
{
    public FieldPath Steps { get; } = path;

    public string Path => Steps.Path;

    public Predicate Predicate { get; } = predicate;

    public PredicateKind Kind => Predicate.Kind;

    /// <summary>What the value is compared with: the operand of the operator as the client sent it.</summary>
    public BsonValue Operand => Predicate.Operand;

    public override bool Matches(BsonView document)
    {
        var visitor = new Test(Predicate);
        return PathWalker.Walk(document, Steps, Predicate.OpensArrays, ref visitor);
    }

    public override bool MatchesValue(BsonView value) => Predicate.Matches(value);

    private readonly struct Test(Predicate predicate) : IPathVisitor
    {
        public bool Visit(BsonView value) => predicate.Matches(value);
    }
}

/// <summary>$expr: an aggregation expression over the document.</summary>
internal sealed class ExpressionNode(Expression expression) : FilterNode
{
    public override bool Matches(BsonView document) => Expressions.IsTrue(expression(Scope.Of(document)));

    public override bool MatchesValue(BsonView value) => throw MongoError.BadValue("$expr can only be applied to the top-level document");
}

/// <summary>A filter that matches nothing, as $all of no values.</summary>
internal sealed class NothingNode : FilterNode
{
    public override bool Matches(BsonView document) => false;

    public override bool MatchesValue(BsonView value) => false;
}
