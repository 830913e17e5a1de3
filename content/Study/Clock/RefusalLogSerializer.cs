using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>
/// A refusal log as packed numbers, seven an event: milliseconds since the event before (of the first: Unix time), duration, times, reason (its place in the
/// enum, to which new reasons are only ever appended), milliseconds refused, start, length of the content.
/// </summary>
internal sealed class RefusalLogSerializer : SerializerBase<RefusalLog>
{
    private const int Fields = 7;

    public override RefusalLog Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var numbers = PackedNumbers.Read(context.Reader.ReadBytes());
        if (numbers.Count % Fields != 0)
            throw new FormatException("A refusal that is not whole.");
        var events = new List<RefusalEvent>(numbers.Count / Fields);
        for (long i = 0, at = 0; i < numbers.Count; i += Fields)
        {
            var field = (int)i;
            at += numbers[field];
            events.Add(
                new(
                    Instant(at),
                    Instant(at + numbers[field + 1]),
                    (int)numbers[field + 2],
                    (RefusalReason)numbers[field + 3],
                    numbers[field + 4],
                    numbers[field + 5],
                    numbers[field + 5] + numbers[field + 6]
                )
            );
        }
        return RefusalLog.Of(events);
    }

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, RefusalLog value)
    {
        var packed = new PackedNumbers();
        var before = 0L;
        foreach (var refused in value.Events)
        {
            var at = refused.At.ToUnixTimeMilliseconds();
            packed
                .Add(at - before)
                .Add(refused.Until.ToUnixTimeMilliseconds() - at)
                .Add(refused.Times)
                .Add((long)refused.Reason)
                .Add(refused.Milliseconds)
                .Add(refused.Start)
                .Add(refused.End - refused.Start);
            before = at;
        }
        context.Writer.WriteBinaryData(new BsonBinaryData(packed.ToArray()));
    }

    private static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
