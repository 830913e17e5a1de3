using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// An aggregation. The stages in front that a planner can serve (matches, then a sort, a skip, a limit) are taken off and stand in properties; running executes
/// only the stages after them, so that the caller must obey every property.
/// </summary>
internal sealed class Pipeline
{
    private readonly List<Stage> _stages = [];

    private Pipeline(BsonArray stages, bool givesPrefix)
    {
        var at = 0;
        if (givesPrefix)
        {
            List<BsonDocument> matches = [];
            for (; At("$match") is { } match; at++)
                matches.Add(Stages.Object("$match", match, 15959));
            LeadingMatch = matches.Count > 1 ? new("$and", new BsonArray(matches)) : matches.SingleOrDefault();
            if (LeadingMatch is not null)
                Matcher.Parse(LeadingMatch);
            if (At("$sort") is { } sort)
            {
                LeadingSort = Stages.ParseSort(sort);
                at++;
            }
            if (At("$skip") is { } skip)
            {
                Skip = Stages.ParseCount("$skip", skip);
                at++;
            }
            if (At("$limit") is { } limit)
            {
                Limit = Stages.ParseCount("$limit", limit);
                at++;
            }
        }
        if (givesPrefix && at == stages.Count - 1)
            Tally = TallyOf(stages[at]);
        for (; at < stages.Count; at++)
            _stages.Add(Stages.Parse(stages[at], 0));

        BsonValue? At(string name) => at < stages.Count && Stages.Split(stages[at]) is var stage && stage.Name == name ? stage.Argument : null;
    }

    /// <summary>All matches in front together; null when there is none.</summary>
    public BsonDocument? LeadingMatch { get; }

    public SortOrder? LeadingSort { get; }

    public long Skip { get; }

    public long? Limit { get; }

    /// <summary>
    /// Makes the output of the number of documents alone, where the stages after the front only count them, as those of <c>CountDocuments</c> do; else null.
    /// Where it is set no document need be read.
    /// </summary>
    public Func<long, IEnumerable<byte[]>>? Tally { get; }

    public static Pipeline Parse(BsonArray stages) => new(stages, true);

    /// <summary>
    /// Parses the stages after a first one, such as <c>$collStats</c>, that does not give the collection's documents: none of them goes to the planner.
    /// </summary>
    public static Pipeline ParseRest(BsonArray stages) => new(new BsonArray(stages.Skip(1)), false);

    /// <summary>Parses the stages of an update, which see one document; other stages are refused.</summary>
    public static Pipeline ParseUpdate(BsonArray stages)
    {
        foreach (var stage in stages)
            if (Stages.Split(stage).Name is var name and not ("$set" or "$addFields" or "$unset" or "$project" or "$replaceRoot" or "$replaceWith"))
                throw new MongoError(MongoErrorCode.InvalidOptions, $"{name} is not allowed to be used within an update");
        return new(stages, false);
    }

    private static Func<long, IEnumerable<byte[]>>? TallyOf(BsonValue stage) =>
        Stages.Split(stage) switch
        {
            ("$count", BsonString name) => count => count > 0 ? [new BsonDocument(name.Value, Arithmetic.Integer(count)).ToBson()] : [],
            ("$group", BsonDocument { ElementCount: 2 } group)
                when group.GetElement(0) is { Name: "_id", Value: var id }
                    && id.IsInt32
                    && group.GetElement(1) is { Value: BsonDocument { ElementCount: 1 } sum } field
                    && sum.GetElement(0) is { Name: "$sum", Value: BsonInt32 { Value: 1 } } => count =>
                count > 0 ? [new BsonDocument { { "_id", id }, { field.Name, Arithmetic.Integer(count) } }.ToBson()] : [],
            _ => null,
        };

    public BsonDocument Apply(BsonDocument document) => Run([new Row(document)]).Single().Document;

    public IEnumerable<byte[]> Run(IEnumerable<byte[]> input) => Run(input.Select(bytes => new Row(bytes))).Select(row => row.Bytes);

    private IEnumerable<Row> Run(IEnumerable<Row> rows) => _stages.Aggregate(rows, (documents, stage) => stage(documents));
}
