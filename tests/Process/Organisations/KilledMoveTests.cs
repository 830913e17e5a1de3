using System.Text.Json;
using ELearning.Content;
using ELearning.Processes.Tests.Embedded;
using ELearning.Processes.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Processes.Tests.Organisations;

/// <summary>
/// Real processes: a county of three hundred organisations goes below another city while reads and writes go on, and the process that lets the stored ancestors
/// follow is killed in the middle. From the moment the move is acknowledged nobody sees what they lost, and no member is seen by both.
/// </summary>
public sealed class KilledMoveTests : IDisposable
{
    private const int Villages = 280;
    private const int Members = 3_000;
    private const string Province = "35";
    private const string OldCity = "3501";
    private const string NewCity = "3505";
    private const string County = "350181";
    private const int Organisations = Villages + 20;
    private static readonly DateOnly Founded = new(1949, 10, 1);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-move-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_county_that_moves_is_seen_by_one_side_alone_whatever_dies()
    {
        await using var database = await EmbeddedProcess.ServeAsync(Path.Combine(_data.FullName, "shared.db"));
        using var looking = new MongoClient(database.Address);
        string[] arguments = ["--Seed:Demo=false", "--Storage:Mongo:ConnectionString", database.Address];
        await using var left = await ServerProcess.StartApiAsync(_data.FullName, arguments);
        await using var right = await ServerProcess.StartApiAsync(_data.FullName, arguments);
        var root = await ProcessClient.SignInAsync(left, "root", "Administrator");
        await BuildAsync(root);
        var stored = await StoreAsync(looking);
        var lastYear = SchoolTime.Today(TimeProvider.System).Year - 1;
        // One side's administrators ask each of the two processes.
        var sides = new List<(ProcessClient Old, ProcessClient New)>();
        foreach (var api in new[] { left, right })
        {
            sides.Add((await WithinAsync(api, OldCity, "OrganisationAdmin"), await WithinAsync(api, NewCity, "OrganisationAdmin")));
        }
        var editors = (Old: await WithinAsync(right, OldCity, "Editor"), New: await WithinAsync(right, NewCity, "Editor"));
        await DraftAsync(editors.Old);
        var before = await AllAsync(sides, editors, lastYear);
        Assert.All(before.Sides, side => Assert.Equal((Members, 0), (side.Old.Members, side.New.Members)));
        Assert.Equal((1, 0, 0), (before.OldDrafts, before.NewDrafts, before.Sides[0].New.Claims));

        var moved = await root.SendAsync(
            "mutation($input: MoveOrganisationInput!) { moveOrganisation(input: $input) { organisation { parent { code } } errors { ... on Error { code "
                + "message } } } }",
            new
            {
                input = new
                {
                    organisationId = NodeId("Organisation", County),
                    parentId = NodeId("Organisation", NewCity),
                    from = SchoolTime.Today(TimeProvider.System).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    reason = "区划调整",
                },
            }
        );
        Assert.Equal(NewCity, moved.GetProperty("moveOrganisation").GetProperty("organisation").GetProperty("parent").GetProperty("code").GetString());
        // The process that was told knows at once, the other one within a second.
        Assert.Equal((0, Members), await MembersAsync(sides[0]));
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (await MembersAsync(sides[1]) is not (0, Members))
        {
            Assert.True(since.Elapsed < MoveBook.Lateness + TimeSpan.FromSeconds(1), "The other process does not follow.");
        }

        using var stop = new CancellationTokenSource();
        // Reads and writes go on while the rewriting is under way, until both processes die: one of them was at it.
        var members = stored.GetCollection<BsonDocument>("members");
        var registered = 0;
        var (reading, writing) = (ReadAsync(sides[1], editors), WriteAsync(sides[1].New));
        while (await FollowedAsync() == 0)
        {
            Assert.False(reading.IsCompleted || writing.IsCompleted, "Somebody saw what they should not, or could not write.");
        }
        await Task.WhenAll(left.KillAsync(), right.KillAsync());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => reading);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => writing);
        Assert.InRange(await FollowedAsync(), 1, Members - 1);

        // Half done, it is as before for who looks; and it goes on in the next process, without waiting for the lease of the dead one here.
        await using var again = await ServerProcess.StartApiAsync(_data.FullName, arguments);
        var side = (Old: await WithinAsync(again, OldCity, "OrganisationAdmin"), New: await WithinAsync(again, NewCity, "OrganisationAdmin"));
        editors = (await WithinAsync(again, OldCity, "Editor"), await WithinAsync(again, NewCity, "Editor"));
        // What was under way when the process died may have been written.
        registered = (int)await members.CountDocumentsAsync(new BsonDocument("number", new BsonDocument("$gte", "NEW-")));
        await CheckAsync(again);
        Assert.InRange(await FollowedAsync(), 1, Members - 1);
        (reading, writing) = (ReadAsync(side, editors), WriteAsync(side.New));
        await stored
            .GetCollection<BsonDocument>("leases")
            .UpdateOneAsync(new BsonDocument("_id", "moves"), new BsonDocument("$set", new BsonDocument("until", new BsonDateTime(0))));
        while (await FollowedAsync() < Members)
        {
            Assert.False(reading.IsCompleted || writing.IsCompleted, "Somebody saw what they should not, or could not write.");
        }
        await stop.CancelAsync();
        await Task.WhenAll(reading, writing);

        // Of a process that has looked at nothing yet, because reports are kept for a minute.
        await using var last = await ServerProcess.StartApiAsync(_data.FullName, arguments);
        await CheckAsync(last);

        async Task CheckAsync(ServerProcess api)
        {
            var (old, gained) = (
                await SeenAsync(await WithinAsync(api, OldCity, "OrganisationAdmin"), OldCity, lastYear),
                await SeenAsync(await WithinAsync(api, NewCity, "OrganisationAdmin"), NewCity, lastYear)
            );
            Assert.Equal((0, Members + registered), (old.Members, gained.Members));
            Assert.Equal((0, before.Sides[0].Old.Claims), (old.Claims, gained.Claims));
            Assert.Equal(
                (before.Sides[0].Old.Organisations - Organisations, before.Sides[0].New.Organisations + Organisations),
                (old.Organisations, gained.Organisations)
            );
            // The year that ended is the old city's for ever, with those who are entered as its members only now; this year's figures are the new one's.
            Assert.Equal((Members + registered, 0), (old.LastYear, gained.LastYear));
            Assert.Equal((0, Members + registered), (old.ThisYear, gained.ThisYear));
            Assert.Equal((0, 1), (await DraftsAsync(await WithinAsync(api, OldCity, "Editor")), await DraftsAsync(await WithinAsync(api, NewCity, "Editor"))));
        }

        Task<long> FollowedAsync() =>
            members.CountDocumentsAsync(
                new BsonDocument
                {
                    {
                        "_id",
                        new BsonDocument { { "$gte", "member-" }, { "$lt", "member-~" } }
                    },
                    { "memberships.lineage", NewCity },
                }
            );

        async Task WriteAsync(ProcessClient client)
        {
            for (; !stop.IsCancellationRequested; registered++)
            {
                await RegisterAsync(client, $"NEW-{registered:D4}", $"{County}-{(registered % Villages) + 1:D3}");
            }
        }

        async Task ReadAsync((ProcessClient Old, ProcessClient New) asked, (ProcessClient Old, ProcessClient New) asEditors)
        {
            while (!stop.IsCancellationRequested)
            {
                var (old, gained) = await MembersAsync(asked);
                Assert.Equal(0, old);
                Assert.InRange(gained, Members, Members + registered + 1);
                Assert.Equal((0, 1), (await DraftsAsync(asEditors.Old), await DraftsAsync(asEditors.New)));
            }
        }
    }

    private static async Task<(List<(Seen Old, Seen New)> Sides, int OldDrafts, int NewDrafts)> AllAsync(
        IEnumerable<(ProcessClient Old, ProcessClient New)> sides,
        (ProcessClient Old, ProcessClient New) editors,
        int lastYear
    )
    {
        var seen = new List<(Seen, Seen)>();
        foreach (var (old, gains) in sides)
        {
            seen.Add((await SeenAsync(old, OldCity, lastYear), await SeenAsync(gains, NewCity, lastYear)));
        }
        return (seen, await DraftsAsync(editors.Old), await DraftsAsync(editors.New));
    }

    private static async Task<Seen> SeenAsync(ProcessClient client, string city, int lastYear)
    {
        var seen = await client.SendAsync(
            "query($id: ID!, $last: Int!, $this: Int!) { members(first: 1) { totalCount } claims(first: 1) { totalCount } organisations(first: 1) { "
                + "totalCount } "
                + "organisationById(id: $id) { last: complianceReport(year: $last) { members } this: complianceReport(year: $this) { members } } }",
            new
            {
                id = NodeId("Organisation", city),
                last = lastYear,
                @this = lastYear + 1,
            }
        );
        return new(Total(seen, "members"), Total(seen, "claims"), Total(seen, "organisations"), Report("last"), Report("this"));

        int Report(string year) => seen.GetProperty("organisationById").GetProperty(year).GetProperty("members").GetInt32();
    }

    private static async Task<(int Old, int New)> MembersAsync((ProcessClient Old, ProcessClient New) side) =>
        (
            Total(await side.Old.SendAsync("{ members(first: 1) { totalCount } }"), "members"),
            Total(await side.New.SendAsync("{ members(first: 1) { totalCount } }"), "members")
        );

    private static async Task<int> DraftsAsync(ProcessClient editor) =>
        Total(await editor.SendAsync("{ coursewareDrafts(first: 1) { totalCount } }"), "coursewareDrafts");

    private static int Total(JsonElement answer, string list) => answer.GetProperty(list).GetProperty("totalCount").GetInt32();

    private static async Task BuildAsync(ProcessClient root)
    {
        await OrganisationAsync(Province, "PROVINCE", null);
        await OrganisationAsync(OldCity, "CITY", Province);
        await OrganisationAsync(NewCity, "CITY", Province);
        await OrganisationAsync(County, "COUNTY", OldCity);

        async Task OrganisationAsync(string code, string level, string? parent)
        {
            var made = await root.SendAsync(
                "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { errors { ... on Error { code } } } }",
                new
                {
                    input = new
                    {
                        code,
                        name = $"中共{code}委员会",
                        level,
                        parentId = parent is null ? null : NodeId("Organisation", parent),
                        establishedOn = "1949-10-01",
                    },
                }
            );
            Assert.Equal(JsonValueKind.Null, made.GetProperty("createOrganisation").GetProperty("errors").ValueKind);
        }
    }

    /// <summary>The rest as the product stores it, because three thousand registrations one by one would be most of the test.</summary>
    private static async Task<IMongoDatabase> StoreAsync(MongoClient client)
    {
        var names = await (await client.ListDatabaseNamesAsync()).ToListAsync();
        var database = client.GetDatabase(names.Single(name => name is not ("admin" or "local" or "config")));
        var organisations = database.GetCollection<BsonDocument>("organisations");
        string[] county = [Province, OldCity, County];
        await organisations.InsertManyAsync(
            Enumerable.Range(1, 19).Select(i => Organisation($"{County}-T{i:D2}", "Township", [.. county, $"{County}-T{i:D2}"]))
        );
        var branches = Enumerable.Range(1, Villages).Select(i => (string[])[.. county, $"{County}-T{(i % 19) + 1:D2}", $"{County}-{i:D3}"]).ToList();
        await organisations.InsertManyAsync(branches.Select(lineage => Organisation(lineage[^1], "Basic", lineage).Add("sector", "Rural")));
        await database
            .GetCollection<BsonDocument>("members")
            .InsertManyAsync(
                Enumerable
                    .Range(0, Members)
                    .Select(i => new BsonDocument
                    {
                        { "_id", $"member-{i:D5}" },
                        { "number", $"KM-{i:D5}" },
                        { "name", "郑某" },
                        { "admittedOn", "2010-07-01" },
                        {
                            "memberships",
                            new BsonArray
                            {
                                new BsonDocument
                                {
                                    { "organisationId", branches[i % Villages][^1] },
                                    { "kind", "Home" },
                                    { "period", new BsonDocument("from", "2010-07-01") },
                                    { "lineage", new BsonArray(branches[i % Villages]) },
                                },
                            }
                        },
                        {
                            "categories",
                            new BsonArray
                            {
                                new BsonDocument
                                {
                                    { "category", "Rural" },
                                    { "main", true },
                                    { "period", new BsonDocument("from", "2010-07-01") },
                                },
                            }
                        },
                        {
                            "terms",
                            new BsonArray { "郑" }
                        },
                        { "version", 1 },
                    })
            );
        await database
            .GetCollection<BsonDocument>("creditClaims")
            .InsertManyAsync(
                Enumerable
                    .Range(0, 200)
                    .Select(i => new BsonDocument
                    {
                        { "_id", $"member-{i:D5}/claim" },
                        { "memberId", $"member-{i:D5}" },
                        { "form", "Lecture" },
                        { "seconds", 2700 },
                        { "heldOn", "2026-01-05" },
                        { "title", "党课" },
                        { "status", "Pending" },
                        { "claimedBy", "clerk" },
                        { "claimedAt", new BsonDateTime(DateTime.UnixEpoch) },
                        { "lineage", new BsonArray(branches[i % Villages]) },
                        { "version", 1 },
                    })
            );
        return database;

        static BsonDocument Organisation(string code, string level, IReadOnlyList<string> lineage) =>
            new()
            {
                { "_id", code },
                { "name", code },
                { "level", level },
                { "parentId", lineage[^2] },
                { "lineage", new BsonArray(lineage) },
                { "existence", new BsonDocument("from", DocumentMapping.ToBson(Founded)) },
                {
                    "terms",
                    new BsonArray { "3" }
                },
            };
    }

    private static async Task DraftAsync(ProcessClient editor)
    {
        var made = await editor.SendAsync(
            "mutation($input: CreateCoursewareInput!) { createCourseware(input: $input) { errors { ... on Error { code } } } }",
            new
            {
                input = new
                {
                    organisationId = NodeId("Organisation", $"{County}-001"),
                    title = "村情",
                    kind = "VIDEO",
                    origin = "LOCAL",
                },
            }
        );
        Assert.Equal(JsonValueKind.Null, made.GetProperty("createCourseware").GetProperty("errors").ValueKind);
    }

    private static async Task RegisterAsync(ProcessClient client, string number, string organisation)
    {
        var made = await client.SendAsync(
            "mutation($input: RegisterMemberInput!) { registerMember(input: $input) { errors { ... on Error { code } } } }",
            new
            {
                input = new
                {
                    number,
                    name = "郑新",
                    organisationId = NodeId("Organisation", organisation),
                    category = "RURAL",
                    admittedOn = "2012-07-01",
                },
            }
        );
        Assert.Equal(JsonValueKind.Null, made.GetProperty("registerMember").GetProperty("errors").ValueKind);
    }

    private static Task<ProcessClient> WithinAsync(ServerProcess api, string organisation, string role) =>
        ProcessClient.SignInAsync(api, $"{role}-{organisation}", role, organisation);

    private static string NodeId(string type, string id) => ELearning.GraphQL.NodeId.Encode(type, id);

    private sealed record Seen(int Members, int Claims, int Organisations, int LastYear, int ThisYear);
}
