using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Hosting;

/// <summary>
/// The server that <c>ELEARNING_TEST_MONGO</c> names by a connection string, for every test of the stores and of the API; without it they run against the
/// embedded database. Tests of the embedded database itself (its file, plans, frames) do not ask here.
/// </summary>
internal static class OtherServer
{
    /// <summary>Null when the tests run against the embedded database.</summary>
    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable("ELEARNING_TEST_MONGO") is { Length: > 0 } given ? given : null;

    /// <summary>Where the suite runs, for a person: no user, no password.</summary>
    public static string Name => ConnectionString is null ? "embedded" : string.Join(',', new MongoUrl(ConnectionString).Servers);

    /// <summary>A fixture that is done leaves nothing on a server that outlives it.</summary>
    public static async Task DropAsync(string database)
    {
        if (ConnectionString is null)
            return;
        using var client = new MongoClient(ConnectionString);
        await client.DropDatabaseAsync(database);
    }
}
