using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>What find shows of a document; until the shapes are written, any shape is refused.</summary>
internal sealed class Projection
{
    readonly BsonDocument shape;

    Projection(BsonDocument shape) => this.shape = shape;

    public static Projection? Parse(BsonDocument spec) => spec.ElementCount == 0 ? new(spec) : throw MongoError.BadValue("projections are not here yet");

    public byte[] Apply(ReadOnlyMemory<byte> document) => shape.ElementCount == 0 ? document.ToArray() : [];
}
