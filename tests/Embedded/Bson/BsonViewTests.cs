using System.Buffers.Binary;
using ELearning.Embedded.Tests.Keys;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ELearning.Embedded.Tests.Bson;

public class BsonViewTests
{
    [Fact]
    public void Values_come_back_from_bytes_as_they_were_and_as_the_driver_writes_them()
    {
        var random = new RandomValues(5);
        for (var round = 0; round < 5_000; round++)
        {
            var document = new BsonDocument("v", random.Next());
            var bytes = BsonBuffer.Bytes(document);
            Assert.Equal(document.ToBson(), bytes);
            BsonView.Document(bytes).Validate();
            Assert.Equal(bytes, BsonBuffer.Bytes(BsonView.Document(bytes).ToBsonDocument()));
        }
    }

    [Fact]
    public void Damaged_bytes_end_in_an_error_and_never_outside_their_bounds()
    {
        var random = new RandomValues(6);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = BsonBuffer.Bytes(new BsonDocument { { "v", random.Next() }, { "w", random.Next() } });
            if (random.Random.Next(3) == 0)
                bytes = bytes[..random.Random.Next(bytes.Length)];
            else
                bytes[random.Random.Next(bytes.Length)] = (byte)random.Random.Next(256);
            try
            {
                var view = BsonView.Document(bytes);
                view.Validate();
                view.ToBsonValue();
                KeyWriter.Write(new(), view, false);
            }
            catch (MongoError error)
            {
                Assert.Equal(MongoErrorCode.InvalidBSON, error.Code);
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 20_000);
    }

    [Fact]
    public void A_document_of_ten_thousand_levels_is_refused_everywhere_and_overflows_nowhere()
    {
        var bytes = Nested(10_000);
        var view = BsonView.Document(bytes);
        Json.Refused(15, view.Validate);
        Json.Refused(15, () => view.ToBsonValue());
        Json.Refused(15, () => KeyWriter.Write(new(), view, false));
        Json.Refused(15, () => BsonOrder.Compare(view, view));
        BsonDocument document = [],
            filter = new("a", 1),
            expression = new("$not", 1),
            elements = new("$gt", 1);
        for (var level = 0; level < 10_000; level++)
        {
            document = new("a", document);
            filter = new("$and", new BsonArray { filter });
            expression = new("$not", expression);
            elements = new("$elemMatch", elements);
        }
        Json.Refused(15, () => BsonBuffer.Bytes(document));
        Json.Refused(15, () => Matcher.Parse(filter));
        Json.Refused(15, () => Matcher.Parse(new("a", elements)));
        Json.Refused(15, () => Matcher.Parse(new("$expr", expression)));
        Json.Refused(15, () => Matcher.Parse(new("a", document)));
        Json.Refused(15, () => Projection.Parse(document));
        Json.Refused(15, () => Pipeline.Parse([new BsonDocument("$set", document)]));
        Json.Refused(15, () => SortOrder.Parse(new(string.Join('.', Enumerable.Repeat("a", 10_000)), 1)));
        Json.Refused(15, () => UpdateProgram.Parse(new BsonDocument("$set", new BsonDocument(string.Join('.', Enumerable.Repeat("a", 10_000)), 1)), []));
    }

    [Fact]
    public void A_document_of_two_hundred_levels_is_still_read() => BsonView.Document(Nested(BsonView.MaxDepth - 1)).Validate();

    [Fact]
    public void Field_names_that_repeat_are_kept_and_the_first_is_found()
    {
        using var stream = new MemoryStream();
        using (var writer = new BsonBinaryWriter(stream))
        {
            writer.WriteStartDocument();
            writer.WriteInt32("a", 1);
            writer.WriteInt32("a", 2);
            writer.WriteEndDocument();
        }
        var view = BsonView.Document(stream.ToArray());
        Assert.Equal(1, view.Find("a").AsInt32);
        Assert.Equal(stream.ToArray(), BsonBuffer.Bytes(view.ToBsonDocument()));
    }

    private static byte[] Nested(int levels)
    {
        // {a: {a: … {}}}: every level adds its length, type, name and end around the one inside.
        var bytes = new byte[5 + levels * 8];
        var (front, length) = (0, bytes.Length);
        for (var level = 0; level < levels; level++, length -= 8)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(front), length);
            bytes[front + 4] = (byte)BsonType.Document;
            bytes[front + 5] = (byte)'a';
            front += 7;
        }
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(front), 5);
        return bytes;
    }
}
