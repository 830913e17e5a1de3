using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// Directus, a content server of Node.js with a GraphQL of its own, on SQLite with the catalogue as rows: one process without its response cache and one
/// with it in memory, on the same file.
/// </summary>
internal sealed partial class Directus(ServerProcess plain, ServerProcess cached, DirectoryInfo data) : IAsyncDisposable
{
    /// <summary>An administrator's, for whom it looks up no permissions.</summary>
    public const string Token = "benchmark-of-the-catalogue";

    /// <summary>What the catalogue's operation asks, as its schema has it: teachers by a table between, chapters by their courseware.</summary>
    public const string Operation = """
        query Catalogue($first: Int) { total: courseware_aggregated { count { id } }
          nodes: courseware(limit: $first, sort: ["-publishedAt", "id"]) { id title summary kind subjects origin creditHours durationSeconds publishedAt version
          teachers { teachers_id { id name title } } chapters { id title durationSeconds } } }
        """;

    private const string Command = "node_modules/directus/cli.js";

    public ServerProcess Plain { get; } = plain;

    public ServerProcess Cached { get; } = cached;

    public static async Task<Directus> StartAsync(string dataFile)
    {
        var package = await NodePackage.InstallAsync("directus");
        var data = Directory.CreateTempSubdirectory("elearning-directus-");
        await package.RunAsync(Command, ["bootstrap"], Settings(data, cached: false));
        var plain = await package.StartAsync(Command, ["start"], Settings(data, cached: false), Listening());
        await package.RunAsync("fill.mjs", [plain.Address, Token, dataFile], new Dictionary<string, string>());
        var cached = await package.StartAsync(Command, ["start"], Settings(data, cached: true), Listening());
        return new Directus(plain, cached, data);
    }

    public async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await Cached.DisposeAsync();
        data.Delete(recursive: true);
    }

    private static Dictionary<string, string> Settings(DirectoryInfo data, bool cached) =>
        new()
        {
            ["DB_CLIENT"] = "sqlite3",
            ["DB_FILENAME"] = Path.Combine(data.FullName, "directus.db"),
            ["STORAGE_LOCATIONS"] = "local",
            ["STORAGE_LOCAL_ROOT"] = Path.Combine(data.FullName, "files"),
            ["EXTENSIONS_PATH"] = Path.Combine(data.FullName, "extensions"),
            ["SECRET"] = Token,
            ["ADMIN_EMAIL"] = "admin@example.com",
            ["ADMIN_PASSWORD"] = Token,
            ["ADMIN_TOKEN"] = Token,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = FreePort().ToString(CultureInfo.InvariantCulture),
            ["TELEMETRY"] = "false",
            ["SERVE_APP"] = "false",
            // It would write a line for each request.
            ["LOG_HTTP_IGNORE_PATHS"] = "/graphql",
            ["CACHE_ENABLED"] = cached ? "true" : "false",
            ["CACHE_STORE"] = "memory",
            ["CACHE_TTL"] = "1h",
            ["CACHE_STATUS_HEADER"] = "x-cache",
        };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Server started at (http://[^\s""]+)")]
    private static partial Regex Listening();
}
