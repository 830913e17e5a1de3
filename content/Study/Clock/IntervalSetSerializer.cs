using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>
/// Intervals as packed numbers of milliseconds, each edge as its distance from the one before. Reads the older form too: one flat array of start, end, start,
/// end.
/// </summary>
internal sealed class IntervalSetSerializer : SerializerBase<IntervalSet>
{
    public override IntervalSet Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var edges = new List<long>();
        if (context.Reader.CurrentBsonType == BsonType.Binary)
        {
            foreach (var distance in PackedNumbers.Read(context.Reader.ReadBytes()))
                edges.Add((edges.Count > 0 ? edges[^1] : 0) + distance);
            return IntervalSet.FromEdges(edges);
        }
        context.Reader.ReadStartArray();
        while (context.Reader.ReadBsonType() != BsonType.EndOfDocument)
            edges.Add(context.Reader.ReadInt64());
        context.Reader.ReadEndArray();
        return IntervalSet.FromEdges(edges);
    }

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, IntervalSet value)
    {
        var packed = new PackedNumbers();
        var before = 0L;
        foreach (var edge in value.Edges)
        {
            packed.Add(edge - before);
            before = edge;
        }
        context.Writer.WriteBinaryData(new BsonBinaryData(packed.ToArray()));
    }
}
