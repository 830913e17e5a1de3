using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>An aggregation: what the planner may take over in front, and the stages that are run here.</summary>
internal sealed class Pipeline
{
    readonly List<Func<IEnumerable<byte[]>, IEnumerable<byte[]>>> _stages = [];

    public BsonDocument? LeadingMatch { get; }

    public SortOrder? LeadingSort { get; }

    public long Skip { get; }

    public long? Limit { get; }

    public static Pipeline Parse(BsonArray stages) =>
        stages.Count == 0 ? new() : throw MongoError.Location(40324, $"Unrecognized pipeline stage name: '{stages[0].AsBsonDocument.GetElement(0).Name}'");

    public static Pipeline ParseUpdate(BsonArray stages) => Parse(stages);

    public BsonDocument Apply(BsonDocument document) => BsonView.Document(Run([BsonBuffer.Bytes(document)]).Single()).ToBsonDocument();

    public IEnumerable<byte[]> Run(IEnumerable<byte[]> input) => _stages.Aggregate(input, (documents, stage) => stage(documents));
}
