using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>The fields by which lists of courseware are filtered, sorted and counted, alike in the catalogue and in what a search finds.</summary>
internal static class CoursewareListing
{
    /// <param name="without">An element of the stored documents that lists leave in the database.</param>
    public static QueryMap<TDocument> On<TDocument>(
        Func<TDocument, string> id,
        Func<TDocument, Courseware> courseware,
        Func<TDocument, double> durationSeconds,
        string? without = null
    ) =>
        new QueryMap<TDocument>(id, without: without)
            .Add<Subject>("subjects", "courseware.subjects", FilterOperator.Some | FilterOperator.All | FilterOperator.None, "Its subjects.", isList: true)
            .Add<CoursewareOrigin>("origin", "courseware.origin", FilterOperator.Eq | FilterOperator.In, "Where the material comes from.")
            .Add<CoursewareKind>("kind", "courseware.kind", FilterOperator.Eq | FilterOperator.In, "What it is made of.")
            .Add<MemberCategory>(
                "audience",
                "courseware.audience",
                FilterOperator.Some | FilterOperator.All | FilterOperator.None,
                "For whom it is meant; none: for everybody.",
                isList: true
            )
            .Add<string>(
                "teacherIds",
                "courseware.teacherIds",
                FilterOperator.Some | FilterOperator.All | FilterOperator.None,
                "Its teachers.",
                isList: true,
                idOf: "Teacher"
            )
            .Add<string>(
                "organisationId",
                "courseware.organisationId",
                FilterOperator.Eq | FilterOperator.In,
                "The organisation that keeps it.",
                idOf: nameof(Organisation)
            )
            .Add<bool>(
                "localFeature",
                "courseware.localFeature",
                FilterOperator.Eq,
                "Whether it shows what is particular to the place or the trade.",
                // What was published before it could be said is not.
                filter: (_, value, _) => new("courseware.localFeature", value.AsBoolean ? true : new BsonDocument("$ne", true))
            )
            .Add(
                "title",
                "courseware.title",
                FilterOperator.Eq | FilterOperator.StartsWith,
                "Its title.",
                document => courseware(document).Content.Title,
                always: true
            )
            .Add<DateTimeOffset?>(
                "publishedAt",
                "courseware.publishedAt",
                FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
                "When this version was published.",
                document => courseware(document).PublishedAt,
                always: true
            )
            .Add<double?>(
                "durationSeconds",
                "durationSeconds",
                FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
                "Sum of its chapters' durations.",
                document => durationSeconds(document),
                always: true
            );

    /// <summary>Counts the courseware of each combination of values, by one aggregate.</summary>
    public static async Task<IReadOnlyList<FacetGroup>> FacetsAsync<TDocument>(
        IMongoCollection<TDocument> collection,
        BsonDocument matching,
        CancellationToken cancellationToken
    )
    {
        var values = new BsonDocument
        {
            { "subjects", "$courseware.subjects" },
            { "origin", "$courseware.origin" },
            { "kind", "$courseware.kind" },
            { "audience", "$courseware.audience" },
        };
        BsonDocument[] stages = [new("$match", matching), new("$group", new BsonDocument { { "_id", values }, { "count", new BsonDocument("$sum", 1) } })];
        using var cursor = await collection.AggregateAsync(PipelineDefinition<TDocument, BsonDocument>.Create(stages), null, cancellationToken);
        return
        [
            .. (await cursor.ToListAsync(cancellationToken)).Select(group =>
                BsonSerializer.Deserialize<FacetGroup>(group["_id"].AsBsonDocument.Add("count", group["count"].ToInt64()))
            ),
        ];
    }
}
