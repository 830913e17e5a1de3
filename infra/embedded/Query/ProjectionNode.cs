using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

internal enum ProjectionKind
{
    Branch,
    Include,
    Exclude,
    Slice,
    Computed,
}

/// <summary>What happens to one field, or to the fields in it.</summary>
internal sealed class ProjectionNode(ProjectionKind kind)
{
    public ProjectionKind Kind { get; } = kind;

    public List<(byte[] Name, ProjectionNode Node)> Children { get; } = [];

    public Expression? Value { get; init; }

    /// <summary>For a slice: elements left out in front, or from the end when negative.</summary>
    public long Skip { get; private init; }

    public long Limit { get; private init; }

    /// <summary>Whether a field inside is computed, so that this one appears even where the document has nothing there.</summary>
    public bool ComputesInside { get; private set; }

    public static ProjectionNode Slice(BsonValue argument)
    {
        if (argument.IsNumeric)
            return Whole(argument) is >= 0 and var first
                ? new(ProjectionKind.Slice) { Limit = first }
                : new(ProjectionKind.Slice) { Skip = Whole(argument), Limit = -Whole(argument) };
        if (argument is not BsonArray { Count: 2 } pair || !pair[0].IsNumeric || !pair[1].IsNumeric)
            throw MongoError.Location(28667, "Invalid $slice syntax. The given syntax did not match the find() syntax: a number or an array of two numbers");
        return Whole(pair[1]) > 0
            ? new(ProjectionKind.Slice) { Skip = Whole(pair[0]), Limit = Whole(pair[1]) }
            : throw MongoError.Location(28724, "$slice limit must be positive");

        static long Whole(BsonValue value) =>
            Math.Clamp(
                ModPredicate.Whole(BsonView.Of(value)) ?? throw MongoError.BadValue($"$slice needs whole numbers, found {value}"),
                int.MinValue,
                int.MaxValue
            );
    }

    public int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var at = 0; at < Children.Count; at++)
            if (name.SequenceEqual(Children[at].Name))
                return at;
        return -1;
    }

    public void Add(string path, ProjectionNode leaf)
    {
        var parts = path.Split('.');
        var node = this;
        for (var depth = 0; depth < parts.Length; depth++)
        {
            var name = Encoding.UTF8.GetBytes(parts[depth]);
            var at = node.IndexOf(name);
            node.ComputesInside |= leaf.Kind == ProjectionKind.Computed;
            if (at >= 0 && (node.Children[at].Node.Kind != ProjectionKind.Branch || depth == parts.Length - 1))
                throw MongoError.Location(depth == parts.Length - 1 ? 31250 : 31249, $"Path collision at {path}");
            if (at >= 0)
            {
                node = node.Children[at].Node;
                continue;
            }
            var child = depth == parts.Length - 1 ? leaf : new(ProjectionKind.Branch);
            node.Children.Add((name, child));
            node = child;
        }
    }
}
