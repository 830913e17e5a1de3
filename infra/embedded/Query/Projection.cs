using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// What of a document is answered: some fields, all but some, and computed ones. Kept fields are copied as bytes in stored order; computed
/// ones follow. $slice and $elemMatch belong to find, and the positional a.$ is refused.
/// </summary>
internal sealed class Projection
{
    private readonly ProjectionNode _tree;
    private readonly bool _includes;

    private Projection(ProjectionNode tree, bool includes) => (_tree, _includes) = (tree, includes);

    /// <summary>The projection of a find; null when it asks for nothing in particular.</summary>
    public static Projection? Parse(BsonDocument spec) => spec.ElementCount == 0 ? null : Build(spec, true);

    /// <summary>The projection of a $project stage, where $slice is an expression.</summary>
    public static Projection ParseStage(BsonDocument spec) =>
        spec.ElementCount == 0
            ? throw MongoError.Location(51272, "Invalid $project :: caused by :: projection specification must have at least one field")
            : Build(spec, false);

    public byte[] Apply(ReadOnlyMemory<byte> document)
    {
        var view = BsonView.Document(document);
        var buffer = new BsonBuffer();
        Write(buffer, view, _tree, Scope.Of(view));
        return buffer.ToArray();
    }

    private static Projection Build(BsonDocument spec, bool inFind)
    {
        var leaves = new List<(string Path, ProjectionNode Node)>();
        Collect(spec, "", inFind, leaves, 0);
        var includes = Includes(leaves);
        var tree = new ProjectionNode(ProjectionKind.Branch);
        if (includes && !leaves.Exists(leaf => leaf.Path.Split('.')[0] == "_id"))
            tree.Add("_id", new(ProjectionKind.Include));
        foreach (var (path, node) in leaves)
        {
            var plain = node.Kind is ProjectionKind.Include or ProjectionKind.Exclude;
            if (plain && node.Kind == ProjectionKind.Include != includes)
                continue;
            tree.Add(path, node);
        }
        return new(tree, includes);
    }

    private static void Collect(BsonDocument spec, string prefix, bool inFind, List<(string, ProjectionNode)> leaves, int depth)
    {
        BsonView.CheckDepth(depth);
        foreach (var element in spec)
        {
            var path = prefix + element.Name;
            if (path.EndsWith(".$", StringComparison.Ordinal))
                throw MongoError.BadValue($"positional projection '{path}' is not supported");
            Expressions.Parts(path);
            switch (element.Value)
            {
                case BsonBoolean or { IsNumeric: true }:
                    leaves.Add((path, new(Expressions.IsTrue(element.Value) ? ProjectionKind.Include : ProjectionKind.Exclude)));
                    break;
                case BsonDocument { ElementCount: 0 }:
                    throw MongoError.Location(51270, $"An empty sub-projection is not a valid value. Found empty object at path {path}");
                case BsonDocument call when call.GetElement(0).Name.StartsWith('$'):
                    leaves.Add((path, inFind ? OfFind(path, call) : new(ProjectionKind.Computed) { Value = Expressions.Parse(call) }));
                    break;
                case BsonDocument inner:
                    Collect(inner, path + ".", inFind, leaves, depth + 1);
                    break;
                default:
                    leaves.Add((path, new(ProjectionKind.Computed) { Value = Expressions.Parse(element.Value) }));
                    break;
            }
        }
    }

    private static ProjectionNode OfFind(string path, BsonDocument call)
    {
        switch (call.GetElement(0).Name)
        {
            case "$slice" when call.ElementCount == 1:
                return ProjectionNode.Slice(call[0]);
            case "$elemMatch" when call.ElementCount == 1:
                if (path.Contains('.'))
                    throw MongoError.Location(31275, "Cannot use $elemMatch projection on a nested field.");
                var matches = (FieldNode)FilterParser.Parse(new(path, call));
                return new(ProjectionKind.Computed)
                {
                    Value = scope => FirstMatch((scope.Root as BsonDocument)?.GetValue(path, null), (ElemMatchPredicate)matches.Predicate),
                };
            default:
                return new(ProjectionKind.Computed) { Value = Expressions.Parse(call) };
        }

        static BsonArray? FirstMatch(BsonValue? value, ElemMatchPredicate predicate) =>
            value is BsonArray array && array.FirstOrDefault(element => predicate.MatchesElement(BsonView.Of(element))) is { } found
                ? new(new[] { found })
                : null;
    }

    private static bool Includes(List<(string Path, ProjectionNode Node)> leaves)
    {
        bool? includes = null;
        foreach (var (path, node) in leaves)
        {
            if (path == "_id" || node.Kind is not (ProjectionKind.Include or ProjectionKind.Exclude))
                continue;
            var include = node.Kind == ProjectionKind.Include;
            if (includes is { } before && before != include)
                throw include
                    ? MongoError.Location(31253, $"Cannot do inclusion on field {path} in exclusion projection")
                    : MongoError.Location(31254, $"Cannot do exclusion on field {path} in inclusion projection");
            includes = include;
        }
        var computes = leaves.Exists(leaf => leaf.Node.Kind == ProjectionKind.Computed);
        if (computes && includes == false)
            throw MongoError.Location(31252, "Cannot use an expression other than $meta in exclusion projection");
        return includes ?? (computes || leaves.Exists(leaf => leaf.Node.Kind == ProjectionKind.Include));
    }

    private void Write(BsonBuffer buffer, BsonView document, ProjectionNode node, Scope scope)
    {
        var start = buffer.Begin();
        var written = node.ComputesInside ? new bool[node.Children.Count] : null;
        if (document.IsDocument)
            foreach (var field in document)
            {
                var at = node.IndexOf(field.Name);
                if (at < 0)
                {
                    if (!_includes)
                        buffer.Copy(field.Name, field.Value);
                    continue;
                }
                var child = node.Children[at].Node;
                if (written is not null)
                    written[at] = true;
                WriteField(buffer, field.Name, field.Value, child, scope);
            }
        for (var at = 0; at < node.Children.Count; at++)
        {
            var (name, child) = node.Children[at];
            if (child.Kind == ProjectionKind.Computed && child.Value!(scope) is { } value)
                buffer.Write(Encoding.UTF8.GetString(name), value);
            if (child.Kind != ProjectionKind.Branch || !child.ComputesInside || written![at])
                continue;
            buffer.Name(BsonType.Document, name);
            Write(buffer, default, child, scope);
        }
        buffer.End(start);
    }

    private void WriteField(BsonBuffer buffer, ReadOnlySpan<byte> name, BsonView value, ProjectionNode node, Scope scope)
    {
        switch (node.Kind)
        {
            case ProjectionKind.Include:
                buffer.Copy(name, value);
                break;
            case ProjectionKind.Slice:
                if (value.IsArray)
                    WriteSlice(buffer, name, value, node);
                else
                    buffer.Copy(name, value);
                break;
            case ProjectionKind.Branch when value.IsDocument || node.ComputesInside && !value.IsArray:
                buffer.Name(BsonType.Document, name);
                Write(buffer, value, node, scope);
                break;
            case ProjectionKind.Branch when value.IsArray:
                buffer.Name(BsonType.Array, name);
                WriteArray(buffer, value, node, scope);
                break;
            case ProjectionKind.Branch when !_includes:
                buffer.Copy(name, value);
                break;
        }
    }

    private void WriteArray(BsonBuffer buffer, BsonView array, ProjectionNode node, Scope scope)
    {
        var start = buffer.Begin();
        var index = 0;
        foreach (var element in array)
        {
            var value = element.Value;
            if (value.IsDocument || node.ComputesInside && !value.IsArray)
            {
                buffer.Name(BsonType.Document, index++);
                Write(buffer, value, node, scope);
            }
            else if (value.IsArray)
            {
                buffer.Name(BsonType.Array, index++);
                WriteArray(buffer, value, node, scope);
            }
            else if (!_includes)
            {
                buffer.Name(value.Type, index++);
                buffer.Raw(value.Span);
            }
        }
        buffer.End(start);
    }

    private static void WriteSlice(BsonBuffer buffer, ReadOnlySpan<byte> name, BsonView array, ProjectionNode slice)
    {
        var count = array.Count();
        var from = slice.Skip >= 0 ? slice.Skip : Math.Max(0, count + slice.Skip);
        buffer.Name(BsonType.Array, name);
        var start = buffer.Begin();
        var (at, index) = (0L, 0);
        foreach (var element in array)
        {
            if (at >= from && at < from + slice.Limit)
            {
                buffer.Name(element.Type, index++);
                buffer.Raw(element.Value.Span);
            }
            at++;
        }
        buffer.End(start);
    }
}
