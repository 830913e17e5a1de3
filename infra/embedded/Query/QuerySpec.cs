using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// The documents a command means, and their order. A hint is the name of an index or its key pattern; without a limit all are meant; CountsOnly says that
/// nothing but their number is wanted.
/// </summary>
internal sealed record QuerySpec(Matcher Matcher, SortOrder? Sort = null, long Skip = 0, long? Limit = null, BsonValue? Hint = null, bool CountsOnly = false)
{
    public static QuerySpec Of(BsonDocument? filter, BsonDocument? sort = null, long skip = 0, long? limit = null, BsonValue? hint = null) =>
        new(Matcher.Parse(filter ?? []), sort is { ElementCount: > 0 } ? SortOrder.Parse(sort) : null, skip, limit, hint);
}
