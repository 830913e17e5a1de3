using MongoDB.Bson;

namespace ELearning.Content;

/// <summary>Where a list of ancestors decides what somebody sees, in the words of the database: the same as <see cref="Scope.Covers"/> in memory.</summary>
internal static class LineageFilter
{
    /// <summary>The condition that a document lies within the scope; null where it is everywhere.</summary>
    public static BsonDocument? On(this Scope scope, string path) => scope.Everywhere ? null : scope.Tree.On(path, scope.OrganisationIds);

    /// <summary>The condition that a document lies within one of the subtrees.</summary>
    public static BsonDocument On(this MovedTree tree, string path, IReadOnlyCollection<string> organisationIds)
    {
        var clauses = tree.Within(organisationIds);
        return clauses.Count == 1 ? Of(clauses[0], path) : new("$or", new BsonArray(clauses.Select(clause => Of(clause, path))));
    }

    /// <summary>The same for a field of a list: one organisation that was asked for, or several.</summary>
    public static BsonDocument Asked(PageQuery query, string path, BsonValue asked)
    {
        var tree = query.Tree ?? MovedTree.AsStored;
        return tree.IsAsStored ? new(path, asked.IsBsonArray ? new BsonDocument("$in", asked) : asked) : tree.On(path, IdsOf(asked));
    }

    public static IReadOnlyList<string> IdsOf(BsonValue asked) =>
        asked.IsBsonArray ? [.. asked.AsBsonArray.Where(id => id.IsString).Select(id => id.AsString)] : [asked.AsString];

    private static BsonDocument Of(LineageClause clause, string path)
    {
        var among = new BsonDocument();
        if (clause.AnyOf is { } any)
            among.Add("$in", new BsonArray(any));
        if (clause.NoneOf.Count > 0)
            among.Add("$nin", new BsonArray(clause.NoneOf));
        if (clause.With is not { } named)
            return new(path, among);
        var with = new BsonDocument(path, named);
        return among.ElementCount == 0 ? with : new("$and", new BsonArray { with, new BsonDocument(path, among) });
    }
}
