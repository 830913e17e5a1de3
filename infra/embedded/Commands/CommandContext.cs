using System.Buffers;
using System.Text;

namespace ELearning.Embedded;

/// <summary>One command being run: who sent it, what it says, what it works on.</summary>
internal sealed class CommandContext(Engine engine, Connection connection, Request request, CancellationToken cancellationToken)
{
    public Engine Engine { get; } = engine;

    public Connection Connection { get; } = connection;

    public Request Request { get; } = request;

    /// <summary>The options not yet taken; whatever is left at the end is refused.</summary>
    public CommandOptions Options { get; } = new(request.Command, request.Body, request.Sequences);

    public string Database => Names.CheckDatabase(Request.Database);

    /// <summary>The namespace that the command's first field names.</summary>
    public string Namespace()
    {
        var name = Request.Body[0];
        if (!name.IsString)
            throw new MongoError(MongoErrorCode.InvalidNamespace, $"collection name has invalid type {name.BsonType}");
        return Names.Join(Database, name.AsString);
    }

    public Deadline Deadline(long maxTime) => new(Engine.Clock, maxTime);

    /// <summary>Runs a write on the writer thread; a retryable one at most once.</summary>
    public ValueTask<Reply> WriteAsync(Func<WriteTransaction, Reply> write)
    {
        if (!Request.Body.TryGetValue("txnNumber", out var number))
            return RunAsync();
        if (!Request.Body.TryGetValue("lsid", out var session))
            throw new MongoError(MongoErrorCode.InvalidOptions, "Transaction number requires a session ID to also be specified");
        if (!number.IsInt64)
            throw MongoError.TypeMismatch("txnNumber must be a long");
        return Engine.Sessions.RunOnceAsync(session, number.AsInt64, RunAsync);

        async ValueTask<Reply> RunAsync() => await Engine.Store.WriteAsync(write, cancellationToken);
    }
}

/// <summary>The end of a command's <c>maxTimeMS</c>; 0 = none.</summary>
internal readonly struct Deadline(TimeProvider clock, long milliseconds)
{
    private readonly long _started = clock.GetTimestamp();

    public void Check()
    {
        if (milliseconds > 0 && clock.GetElapsedTime(_started).TotalMilliseconds > milliseconds)
            throw new MongoError(MongoErrorCode.MaxTimeMSExpired, "operation exceeded time limit");
    }
}

/// <summary>What databases and collections may be called.</summary>
internal static class Names
{
    private static readonly SearchValues<char> NotInDatabases = SearchValues.Create("/\\. \"$*<>:|?\0");

    /// <summary>Bytes of a database's name and the dot and the name of a collection after it.</summary>
    private const int Longest = 255;

    public static string CheckDatabase(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= 63 && name.AsSpan().IndexOfAny(NotInDatabases) < 0
            ? name
            : throw new MongoError(MongoErrorCode.InvalidNamespace, $"Invalid database name: '{name}'");

    public static string Join(string database, string collection)
    {
        var ns = $"{database}.{CheckCollection(collection)}";
        return Encoding.UTF8.GetByteCount(ns) <= Longest
            ? ns
            : throw new MongoError(MongoErrorCode.InvalidNamespace, $"Fully qualified namespace is too long. Namespace: {ns} Max: {Longest}");
    }

    private static string CheckCollection(string name) =>
        name.Length > 0 && name[0] != '.' && name[^1] != '.' && name.AsSpan().IndexOfAny("$\0") < 0 && !name.StartsWith("system.", StringComparison.Ordinal)
            ? name
            : throw new MongoError(MongoErrorCode.InvalidNamespace, $"Invalid collection name: '{name}'");
}
