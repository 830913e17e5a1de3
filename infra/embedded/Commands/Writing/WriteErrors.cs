using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Collects the failures of single statements. An ordered command stops at the first, an unordered one goes on.</summary>
internal sealed class WriteErrors(bool ordered)
{
    private readonly BsonArray _errors = [];

    public bool GoOn => !ordered || _errors.Count == 0;

    public bool Try(int index, Action statement)
    {
        try
        {
            statement();
            return true;
        }
        catch (MongoError error) when (error.Code != MongoErrorCode.MaxTimeMSExpired)
        {
            var entry = new BsonDocument { { "index", index }, { "code", (int)error.Code } };
            if (error.Details is not null)
                entry.Merge(error.Details);
            _errors.Add(entry.Add("errmsg", error.Message));
            return false;
        }
    }

    public Reply Reply(BsonDocument counts)
    {
        if (_errors.Count > 0)
            counts.Add("writeErrors", _errors);
        return new Reply(counts.Add("ok", 1.0));
    }

    public static void CheckBatch(string command, int count)
    {
        if (count is 0 or > Limits.WriteBatch)
            throw new MongoError(
                MongoErrorCode.InvalidLength,
                $"Write batch sizes must be between 1 and {Limits.WriteBatch}. Got {count} operations in {command}."
            );
    }
}
