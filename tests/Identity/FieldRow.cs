using GraphQL;
using GraphQL.Types;

namespace ELearning.Tests.Identity;

/// <summary>A field of a type, or of what is part of it, as a row of a table that is asked of the API.</summary>
/// <param name="Name">The fields from the type down.</param>
/// <param name="Path">The same as steps through the answer.</param>
/// <param name="Demand">The roles that it and the fields above it ask for.</param>
/// <param name="Inner">What to ask of an object; null for a value.</param>
internal sealed record FieldRow(string Name, string[] Path, FieldRow? Above, string Open, string? Inner, string Close, string Demand)
{
    public static IEnumerable<FieldRow> Of(IObjectGraphType type) => Below(type, null, "", [], [type.Name]);

    /// <summary>A row for each field, and for those of what is part of the thing and no thing of its own.</summary>
    private static IEnumerable<FieldRow> Below(IObjectGraphType type, FieldRow? parent, string prefix, string[] path, string[] within)
    {
        foreach (var field in type.Fields.OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            var of = field.ResolvedType!.GetNamedType();
            var name = $"{prefix}{field.Name}";
            var call =
                field.Name
                + (
                    field.Arguments?.Find("year") is not null ? "(year: 2026)"
                    : field.Arguments?.Find("first") is not null ? "(first: 10)"
                    : ""
                );
            var isConnection = of.Name.EndsWith("Connection", StringComparison.Ordinal);
            if (isConnection)
                of = ((IObjectGraphType)of).Fields.Single(each => each.Name == "nodes").ResolvedType!.GetNamedType();
            string[] here = isConnection ? [.. path, field.Name, "nodes"] : [.. path, field.Name];
            var inner = of switch
            {
                IObjectGraphType => IsNode(of) ? "__typename id" : "__typename",
                IAbstractGraphType => "__typename ... on Node { id }",
                _ => null,
            };
            var row = new FieldRow(
                name,
                here,
                parent,
                isConnection ? $"{call} {{ totalCount nodes" : call,
                inner,
                isConnection ? "}" : "",
                $"{parent?.Demand} {string.Join(',', FieldRights.RolesOf(field))}".Trim()
            );
            yield return row;
            if (of is IObjectGraphType part && !IsNode(part) && !within.Contains(part.Name))
            {
                foreach (var below in Below(part, row, $"{name}.", here, [.. within, part.Name]))
                    yield return below;
            }
        }
    }

    /// <summary>What to ask to fill these rows.</summary>
    public static string Selection(IEnumerable<FieldRow> rows)
    {
        var asked = new HashSet<FieldRow>();
        foreach (var row in rows)
        {
            for (var at = row; at is not null && asked.Add(at); at = at.Above) { }
        }

        var below = asked.ToLookup(row => row.Above);
        return Of(null);

        string Of(FieldRow? above) =>
            string.Concat(below[above].Select(row => row.Inner is null ? $"{row.Open} " : $"{row.Open} {{ {row.Inner} {Of(row)}}}{row.Close} "));
    }

    public static bool IsNode(IGraphType type) => type is IObjectGraphType some && some.ResolvedInterfaces.Any(each => each.Name == "Node");
}
