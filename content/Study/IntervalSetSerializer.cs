using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>Intervals as one flat array of milliseconds: start, end, start, end.</summary>
internal sealed class IntervalSetSerializer : SerializerBase<IntervalSet>
{
    public override IntervalSet Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var edges = new List<long>();
        context.Reader.ReadStartArray();
        while (context.Reader.ReadBsonType() != MongoDB.Bson.BsonType.EndOfDocument) edges.Add(context.Reader.ReadInt64());
        context.Reader.ReadEndArray();
        return IntervalSet.FromEdges(edges);
    }

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, IntervalSet value)
    {
        context.Writer.WriteStartArray();
        foreach (var edge in value.Edges) context.Writer.WriteInt64(edge);
        context.Writer.WriteEndArray();
    }
}
