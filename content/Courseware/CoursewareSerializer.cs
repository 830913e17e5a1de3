using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>
/// Stores a published version as one flat document: its number and date stand among the elements of its content, each where every release has written it. So
/// the documents, indexes and filters of earlier releases go on to hold.
/// </summary>
internal sealed class CoursewareSerializer : SealedClassSerializerBase<Courseware>
{
    protected override void SerializeValue(BsonSerializationContext context, BsonSerializationArgs args, Courseware value)
    {
        var document = value.Content.ToBsonDocument();
        var keeper = document.GetElement("organisationId");
        document.RemoveElement(keeper);
        document.InsertAt(1, new("version", value.Version));
        document.Add(keeper);
        document.Add("publishedAt", DocumentMapping.ToBson(value.PublishedAt));
        BsonDocumentSerializer.Instance.Serialize(context, document);
    }

    /// <summary>Reads the document twice: for the content, and for number and date. Either reading ignores the elements of the other.</summary>
    protected override Courseware DeserializeValue(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var beginning = context.Reader.GetBookmark();
        var content = BsonSerializer.LookupSerializer<CoursewareContent>().Deserialize(context);
        context.Reader.ReturnToBookmark(beginning);
        var publishing = BsonSerializer.LookupSerializer<Publishing>().Deserialize(context);
        return new(content, publishing.Version, publishing.PublishedAt);
    }

    private sealed record Publishing(int Version, DateTimeOffset PublishedAt);
}
