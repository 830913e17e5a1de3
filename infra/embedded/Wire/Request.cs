using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>One command as it came over the wire.</summary>
/// <param name="Id">Id of the message, answered in <c>responseTo</c>.</param>
/// <param name="Body">The command document; its first element names the command.</param>
/// <param name="Sequences">Document sequences (kind 1 sections): <c>documents</c>, <c>updates</c>, <c>deletes</c>.</param>
/// <param name="Legacy">True for OP_QUERY, which is answered with OP_REPLY.</param>
/// <param name="NoReply">True when the client wants no answer (<c>w: 0</c>).</param>
internal sealed record Request(int Id, BsonDocument Body, IReadOnlyDictionary<string, List<byte[]>> Sequences, bool Legacy, bool NoReply)
{
    public string Command => Body.ElementCount == 0 ? "" : Body.GetElement(0).Name;

    /// <summary>The database the command is about.</summary>
    public string Database => Body.TryGetValue("$db", out var db) && db.IsString ? db.AsString : "admin";
}
