using System.Globalization;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>
/// A presence record as packed numbers, for a day's study has many of them: number, question, issue (Unix time in milliseconds), time to answer, time taken
/// plus one (0: not answered), outcome (its place in the enum, to which new outcomes are only ever appended), then the characters of the answer.
/// </summary>
internal sealed class PresenceRecordSerializer : SerializerBase<PresenceRecord>
{
    private const int Fields = 6;

    public override PresenceRecord Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var numbers = PackedNumbers.Read(context.Reader.ReadBytes());
        if (numbers.Count < Fields)
            throw new FormatException("A presence record that is not whole.");
        var issuedAt = DateTimeOffset.FromUnixTimeMilliseconds(numbers[2]);
        var outcome = (PresenceOutcome)numbers[5];
        return new(
            (int)numbers[0],
            numbers[1].ToString("x8", CultureInfo.InvariantCulture),
            issuedAt,
            issuedAt.AddMilliseconds(numbers[3]),
            numbers[4] == 0 ? null : issuedAt.AddMilliseconds(numbers[4] - 1),
            numbers[4] == 0 ? null : string.Concat(numbers.Skip(Fields).Select(letter => (char)letter)),
            outcome
        );
    }

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, PresenceRecord value)
    {
        var packed = new PackedNumbers()
            .Add(value.Number)
            .Add(uint.Parse(value.Question, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Add(value.IssuedAt.ToUnixTimeMilliseconds())
            .Add(Milliseconds(value.DueAt))
            .Add(value.AnsweredAt is { } at ? Milliseconds(at) + 1 : 0)
            .Add((long)value.Outcome);
        foreach (var letter in value.Answer ?? "")
            packed.Add(letter);
        context.Writer.WriteBinaryData(new BsonBinaryData(packed.ToArray()));

        // Of two instants cut to milliseconds, so that each is read back as it would have been stored.
        long Milliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() - value.IssuedAt.ToUnixTimeMilliseconds();
    }
}
