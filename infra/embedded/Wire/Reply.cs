using System.Buffers.Binary;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>One answer. The documents of a cursor are copied into the message as the bytes in which they are stored.</summary>
internal sealed record Reply(BsonDocument Document, CursorBatch? Batch = null)
{
    public static Reply Ok(params ReadOnlySpan<BsonElement> elements)
    {
        var document = new BsonDocument();
        foreach (var element in elements)
            document.Add(element);
        return new Reply(document.Add("ok", 1.0));
    }

    public static Reply Ok(CursorBatch batch) => new(new BsonDocument("ok", 1.0), batch);

    public static Reply Failure(MongoError error)
    {
        var document = new BsonDocument
        {
            { "ok", 0.0 },
            { "errmsg", error.Message },
            { "code", (int)error.Code },
            { "codeName", error.CodeName },
        };
        if (error.Details is not null)
            document.Merge(error.Details, overwriteExistingElements: false);
        return new Reply(document);
    }

    /// <summary>Writes the whole message that answers a request.</summary>
    public byte[] ToMessage(Request request, int id)
    {
        var output = new BsonBuffer();
        output.Raw(new byte[Frame.HeaderSize]);
        // OP_REPLY: responseFlags 8 (await capable), cursor 0, starting at 0, one document. OP_MSG: no flags, one section of kind 0.
        output.Raw(request.Legacy ? [8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0] : [0, 0, 0, 0, 0]);
        if (Batch is null)
            output.WritePayload(Document, 0);
        else
            WriteBatch(output, Batch);

        var message = output.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), id);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(8), request.Id);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), request.Legacy ? Frame.OpReply : Frame.OpMsg);
        return message;
    }

    private void WriteBatch(BsonBuffer output, CursorBatch batch)
    {
        var reply = output.Begin();
        output.Name(BsonType.Document, "cursor");
        var cursor = output.Begin();
        output.Name(BsonType.Array, batch.Field);
        var array = output.Begin();
        for (var i = 0; i < batch.Documents.Count; i++)
        {
            output.Name(BsonType.Document, i);
            output.Raw(batch.Documents[i]);
        }

        output.End(array);
        output.Write("id", batch.Id);
        output.Write("ns", batch.Namespace);
        output.End(cursor);
        foreach (var element in Document)
            output.Write(element.Name, element.Value);
        output.End(reply);
    }
}

/// <summary>Documents of a cursor. Field = <c>firstBatch</c> or <c>nextBatch</c>; id 0 = these are the last.</summary>
internal sealed record CursorBatch(string Field, long Id, string Namespace, IReadOnlyList<byte[]> Documents);
