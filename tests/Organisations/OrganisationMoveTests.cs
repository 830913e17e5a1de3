using System.Text.Json.Nodes;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Organisations;

/// <summary>A township goes from one county to another, through the API: who may, who sees what when, and what stays.</summary>
public sealed class OrganisationMoveTests
{
    private const string Move =
        "mutation($input: MoveOrganisationInput!) { moveOrganisation(input: $input) { organisation { code parent { code } ancestors { code } "
        + "moveAhead { parent { code } from reason } earlierParents { parent { code } period { from to } } } errors { __typename ... on Error { code } } } }";

    private const string Cancel =
        "mutation($input: CancelMoveInput!) { cancelMove(input: $input) { organisation { moveAhead { from } } errors { __typename ... on Error { code } } } }";

    private static readonly string Seen =
        "query($id: ID!, $top: ID!) { memberById(id: $id) { number } organisationById(id: $top) { code } members(first: 50) { totalCount nodes { number } } "
        + "within: members(first: 1, where: { organisationId: { eq: $top } }) { totalCount } claims(first: 50) { totalCount } correctionRequests(first: 50) "
        + "{ totalCount } "
        + "organisations(first: 100) { nodes { code } } }";

    [Fact]
    public async Task Rights_and_lists_follow_before_while_and_after_the_stored_ancestors_do()
    {
        await using var school = await School.OpenAsync();
        await FillAsync(school);
        var (old, next, root) = (school.CountyAdmin, school.OtherAdmin, school.Administrator);
        await CheckAsync(false);
        var stored = await StaleAsync();

        var moved = await MoveAsync(root, SmallTown.Township, School.OtherCounty, "2026-03-02");

        Assert.Equal(School.OtherCounty, moved.String("moveOrganisation.organisation.parent.code"));
        Assert.Equal([SmallTown.City, School.OtherCounty], Codes(moved["moveOrganisation.organisation.ancestors"]!));
        Assert.Equal(
            """[{"parent":{"code":"350583"},"period":{"from":"1949-09-01","to":"2026-03-01"}}]""",
            moved["moveOrganisation.organisation.earlierParents"]!.ToJsonString()
        );
        // Nothing is rewritten but what was answered with.
        Assert.Equal(stored - 1, await StaleAsync());
        await CheckAsync(true);
        // What is entered now belongs to the new place already, and half of the rest follows.
        await school
            .Host.Service<MemberRegister>()
            .RegisterAsync(new("QZ-0300", "郑新", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), SmallTown.Clerk, default);
        Assert.Equal(stored - 1, await StaleAsync());
        await CheckAsync(true, 2);
        Assert.True(await school.Host.Service<MoveSweeper>().SweepAsync(default) > 0);
        Assert.Equal(0, await StaleAsync());
        await CheckAsync(true, 2);
        Assert.Equal(0, await school.Host.Service<MoveSweeper>().SweepAsync(default));
        Assert.Single((await school.Host.Service<MoveBook>().ReadAsync(default)).Open);

        school.Host.Time.Advance(MoveSweeper.Patience);
        await school.Host.Service<MoveSweeper>().SweepAsync(default);
        Assert.Empty((await school.Host.Service<MoveBook>().ReadAsync(default)).Open);
        await CheckAsync(true, 2);
        var line = (await school.Host.Service<OrganisationTree>().RequireAsync(SmallTown.Township, default)).History.Single();
        Assert.Equal((RegisterAct.Moved, SmallTown.County, School.OtherCounty, "区划调整"), (line.Act, line.Before, line.After, line.Reason));

        async Task CheckAsync(bool hasMoved, int members = 1)
        {
            var (loses, gains) = hasMoved ? (old, next) : (next, old);
            var (without, with) = (await SeenAsync(loses), await SeenAsync(gains));
            Assert.Null(without["memberById"]);
            Assert.Null(without["organisationById"]);
            Assert.DoesNotContain(School.Wang, Numbers(without));
            Assert.DoesNotContain(SmallTown.Village, Codes(without["organisations.nodes"]!));
            Assert.Equal((0, 0, 0), (Total(without, "within"), Total(without, "claims"), Total(without, "correctionRequests")));
            Assert.Equal(School.Wang, with.String("memberById.number"));
            Assert.Equal(SmallTown.Township, with.String("organisationById.code"));
            Assert.Contains(School.Wang, Numbers(with));
            Assert.Contains(SmallTown.Village, Codes(with["organisations.nodes"]!));
            Assert.Equal((members, 1, 1), (Total(with, "within"), Total(with, "claims"), Total(with, "correctionRequests")));
            // The others stay where they are.
            Assert.Contains(hasMoved ? School.Lin : School.Chen, Numbers(without));
            Assert.Contains(hasMoved ? School.Chen : School.Lin, Numbers(with));
            // Who is above both sees all of it all the while, by a filter of either, too.
            Assert.Equal(2 + members, Total(await SeenAsync(root), "members"));
            foreach (var (county, here) in new[] { (SmallTown.County, !hasMoved), (School.OtherCounty, hasMoved) })
            {
                var asked = await root.QueryAsync(
                    "query($at: ID!) { members(where: { organisationId: { eq: $at } }) { totalCount } claims(where: { organisationId: { eq: $at } }) { "
                        + "totalCount } "
                        + "venues(where: { within: { in: [$at] } }) { totalCount } organisations(where: { within: { in: [$at] } }) { nodes { code } } below: "
                        + "organisations(where: { parentId: { eq: $at } }) { nodes { code } } "
                        + "organisationById(id: $at) { children { code } } }",
                    new { at = School.Id("Organisation", county) }
                );
                Assert.Equal((here ? 1 + members : 1, here ? 1 : 0), (Total(asked, "members"), Total(asked, "claims")));
                Assert.Equal(here ? 1 : 0, Total(asked, "venues"));
                Assert.Equal(here, Codes(asked["organisations.nodes"]!).Contains(SmallTown.Village));
                Assert.Equal(here, Codes(asked["below.nodes"]!).Contains(SmallTown.Township));
                Assert.Equal(here, Codes(asked["organisationById.children"]!).Contains(SmallTown.Township));
            }
            foreach (var (county, here) in new[] { (SmallTown.County, !hasMoved), (School.OtherCounty, hasMoved) })
            {
                var editor = school.Host.ClientWithin(county, $"editor-{county}", "Editor");
                var drafts = await editor.QueryAsync("{ coursewareDrafts(first: 50) { totalCount } assetFolders(first: 50) { totalCount } }");
                Assert.Equal((here ? 1 : 0, here ? 1 : 0), (Total(drafts, "coursewareDrafts"), Total(drafts, "assetFolders")));
            }
        }

        async Task<long> StaleAsync()
        {
            var sum = 0L;
            foreach (
                var (collection, path) in LineageStore.Carriers.Select(carrier => (carrier.Collection, carrier.FullPath)).Append(("organisations", "lineage"))
            )
            {
                sum += await Stored(school, collection)
                    .CountDocumentsAsync(
                        new BsonDocument("$and", new BsonArray { new BsonDocument(path, SmallTown.Township), new BsonDocument(path, SmallTown.County) })
                    );
            }
            return sum;
        }
    }

    [Fact]
    public async Task A_second_process_follows_within_a_second()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        var (here, there) = (school.OtherAdmin, beside.ClientWithin(School.OtherCounty, "admin-other", "OrganisationAdmin"));
        var old = beside.ClientWithin(SmallTown.County, "admin-county", "OrganisationAdmin");
        Assert.Equal([School.Chen], Numbers(await SeenAsync(there)));
        Assert.Equal([School.Lin, School.Wang], Numbers(await SeenAsync(old)));

        await MoveAsync(school.Administrator, SmallTown.Township, School.OtherCounty, "2026-03-02");

        Assert.Equal([School.Chen, School.Wang], Numbers(await SeenAsync(here)));
        school.Host.Time.Advance(MoveBook.Lateness);
        Assert.Equal([School.Chen, School.Wang], Numbers(await SeenAsync(there)));
        Assert.Equal([School.Lin], Numbers(await SeenAsync(old)));
    }

    [Fact]
    public async Task A_move_ahead_holds_from_its_day_and_may_be_called_off_until_then()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        var ahead = await MoveAsync(root, SmallTown.Township, School.OtherCounty, "2026-03-04");
        var told = ahead["moveOrganisation.organisation.moveAhead"]!;
        Assert.Equal(
            (School.OtherCounty, "2026-03-04", "区划调整"),
            (told["parent"]!["code"]!.GetValue<string>(), told["from"]!.GetValue<string>(), told["reason"]!.GetValue<string>())
        );
        Assert.Equal(SmallTown.County, ahead.String("moveOrganisation.organisation.parent.code"));
        Assert.Equal("ORGANISATION_MOVING", await RefusedAsync(root, SmallTown.Township, School.OtherCounty, "2026-03-05"));
        Assert.Equal([School.Lin, School.Wang], Numbers(await SeenAsync(school.CountyAdmin)));
        // Neither it nor what it goes to is closed meanwhile.
        Assert.Equal("ORGANISATION_NOT_EMPTY", await ClosedAsync(School.OtherCounty));
        await ClosedAsync(SmallTown.Village, SmallTown.Office);
        Assert.Equal("ORGANISATION_MOVING", await ClosedAsync(SmallTown.Township));

        var off = await root.QueryAsync(
            Cancel,
            new { input = new { organisationId = School.Id("Organisation", SmallTown.Township), reason = "方案未获批准" } }
        );
        Assert.Null(off["cancelMove.errors"]);
        Assert.Null(off["cancelMove.organisation.moveAhead"]);
        Assert.Equal(
            "NOT_FOUND",
            (await root.QueryAsync(Cancel, new { input = new { organisationId = School.Id("Organisation", SmallTown.Township), reason = "再次" } })).String(
                "cancelMove.errors.0.code"
            )
        );
        await MoveAsync(root, SmallTown.Street, School.OtherCounty, "2026-03-05");
        school.Host.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal([School.Chen, School.Lin, School.Wang], Numbers(await SeenAsync(school.OtherAdmin)));
        Assert.Empty(Numbers(await SeenAsync(school.CountyAdmin)));
        var history = (
            await root.QueryAsync(
                "query($id: ID!) { organisationById(id: $id) { history { act } } }",
                new { id = School.Id("Organisation", SmallTown.Township) }
            )
        )["organisationById.history"]!;
        Assert.Equal("""[{"act":"MOVED"},{"act":"MOVE_CANCELLED"}]""", history.ToJsonString());

        async Task<string?> ClosedAsync(string code, string? successor = null) => (
                await root.QueryAsync(
                    "mutation($input: CloseOrganisationInput!) { closeOrganisation(input: $input) { errors { ... on Error { code } } } }",
                    new
                    {
                        input = new
                        {
                            organisationId = School.Id("Organisation", code),
                            on = "2026-03-02",
                            successorId = successor is null ? null : School.Id("Organisation", successor),
                        },
                    }
                )
            )["closeOrganisation.errors.0.code"]?.GetValue<string>();
    }

    [Fact]
    public async Task Reports_of_ended_years_stay_with_the_old_place()
    {
        await using var school = await School.OpenAsync();
        await school.CreditAsync(School.Wang, "class", CreditForm.CentralisedClass, 8 * 2700, new(2025, 5, 20));
        await MoveAsync(school.Administrator, SmallTown.Township, School.OtherCounty, "2026-03-02");
        await CheckAsync();
        await school.Host.Service<MoveSweeper>().SweepAsync(default);
        await CheckAsync();
        school.Host.Time.Advance(MoveSweeper.Patience);
        await school.Host.Service<MoveSweeper>().SweepAsync(default);
        Assert.Empty((await school.Host.Service<MoveBook>().ReadAsync(default)).Open);
        await CheckAsync();
        // And back again, from a day of its own: the year between counts where it was then.
        school.Host.Time.Advance(TimeSpan.FromDays(365));
        await MoveAsync(school.Administrator, SmallTown.Township, SmallTown.County, "2027-03-02");
        await CheckAsync();
        Assert.Equal($"1 {SmallTown.Street}", await ReportAsync(SmallTown.County, 2026));
        Assert.Equal($"2 {SmallTown.Township} {SmallTown.Street}", await ReportAsync(SmallTown.County, 2027));

        async Task CheckAsync()
        {
            Assert.Equal($"2 {SmallTown.Township} {SmallTown.Street}", await ReportAsync(SmallTown.County, 2025));
            Assert.Equal($"1 {School.OtherBranch}", await ReportAsync(School.OtherCounty, 2025));
            Assert.Equal($"2 {School.OtherBranch} {SmallTown.Township}", await ReportAsync(School.OtherCounty, 2026));
            Assert.Equal($"3 {School.OtherCounty} {SmallTown.County}", await ReportAsync(SmallTown.City, 2026));
        }

        async Task<string> ReportAsync(string county, int year)
        {
            school.Host.Time.Advance(ReportDesk.Lifetime);
            var report = await school.Administrator.QueryAsync(
                "query($id: ID!, $year: Int!) { organisationById(id: $id) { complianceReport(year: $year) { members children { organisation { code } members "
                    + "} } } }",
                new { id = School.Id("Organisation", county), year }
            );
            var children = report["organisationById.complianceReport.children"]!.AsArray();
            Assert.True(children.Sum(child => child!["members"]!.GetValue<int>()) <= report["organisationById.complianceReport.members"]!.GetValue<int>());
            var codes = children.Select(child => child!["organisation"]!["code"]!.GetValue<string>()).Order(StringComparer.Ordinal);
            return $"{report["organisationById.complianceReport.members"]!.GetValue<int>()} {string.Join(' ', codes)}";
        }
    }

    [Fact]
    public async Task Whoever_moves_keeps_what_is_above_it_and_where_it_goes()
    {
        await using var school = await School.OpenAsync();
        var host = school.Host;
        var city = host.ClientWithin(SmallTown.City, "admin-city", "OrganisationAdmin");
        var township = host.ClientWithin(SmallTown.Township, "admin-township", "OrganisationAdmin");
        foreach (var (client, code) in new[] { (school.CountyAdmin, "NOT_FOUND"), (school.OtherAdmin, "NOT_FOUND"), (township, "NOT_FOUND"), (city, null) })
        {
            Assert.Equal(code, await RefusedAsync(client, SmallTown.Township, School.OtherCounty, "2026-03-03"));
        }
        // The other county gains nothing before the day, and may not call it off alone.
        var off = new { input = new { organisationId = School.Id("Organisation", SmallTown.Township), reason = "不要" } };
        Assert.Equal("NOT_FOUND", (await school.OtherAdmin.QueryAsync(Cancel, off)).String("cancelMove.errors.0.code"));
        Assert.Equal("NOT_FOUND", (await school.CountyAdmin.QueryAsync(Cancel, off)).String("cancelMove.errors.0.code"));
        Assert.Null((await city.QueryAsync(Cancel, off))["cancelMove.errors"]);
        var auditor = host.ClientWithin(SmallTown.City, "auditor", "Auditor");
        var refused = await auditor.AskAsync(Move, Input(SmallTown.Township, School.OtherCounty, "2026-03-03"));
        Assert.Equal("FORBIDDEN", refused.Json["errors"]![0]!["extensions"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_given_below_an_organisation_is_not_the_old_place_s_to_take_back()
    {
        await using var school = await School.OpenAsync();
        var given = await school.CountyAdmin.QueryAsync(
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { id } errors { ... on Error { code } } } }",
            new
            {
                input = new
                {
                    subject = "clerk-of-township",
                    role = "ORGANISATION_ADMIN",
                    organisationId = School.Id("Organisation", SmallTown.Township),
                    from = "2026-03-02",
                },
            }
        );
        var revoke = new { input = new { grantId = given.String("giveGrant.grant.id"), lastDay = "2026-03-01" } };
        await MoveAsync(school.Administrator, SmallTown.Township, School.OtherCounty, "2026-03-02");

        const string Revoke = "mutation($input: RevokeGrantInput!) { revokeGrant(input: $input) { errors { ... on Error { code } } } }";
        Assert.Equal("NOT_FOUND", (await school.CountyAdmin.QueryAsync(Revoke, revoke)).String("revokeGrant.errors.0.code"));
        Assert.Equal([School.Wang], Numbers(await SeenAsync(school.Host.ClientFor("clerk-of-township"))));
        Assert.Null((await school.OtherAdmin.QueryAsync(Revoke, revoke))["revokeGrant.errors"]);
    }

    [Theory]
    [InlineData(SmallTown.City, School.OtherCounty, "2026-03-02", "INVALID_INPUT")] // a top, and below itself
    [InlineData(SmallTown.County, SmallTown.Township, "2026-03-02", "INVALID_INPUT")] // below itself
    [InlineData(SmallTown.Township, SmallTown.Township, "2026-03-02", "INVALID_INPUT")]
    [InlineData(SmallTown.Township, SmallTown.County, "2026-03-02", "INVALID_INPUT")] // there already
    [InlineData(SmallTown.Township, SmallTown.Street, "2026-03-02", "INVALID_INPUT")] // of the same level
    [InlineData(SmallTown.Township, School.OtherBranch, "2026-03-02", "INVALID_INPUT")] // of a lower one
    [InlineData(SmallTown.Township, School.OtherCounty, "2026-03-01", "INVALID_INPUT")] // before today
    [InlineData(SmallTown.Township, School.OtherCounty, "2027-03-03", "INVALID_INPUT")] // beyond a year
    [InlineData(SmallTown.Township, "999999", "2026-03-02", "NOT_FOUND")]
    [InlineData(SmallTown.Village, School.OtherCounty, "2027-03-02", null)]
    public async Task What_cannot_be_is_refused(string top, string parent, string from, string? code)
    {
        await using var school = await School.OpenAsync();
        Assert.Equal(code, await RefusedAsync(school.Administrator, top, parent, from));
        Assert.Equal(code is null ? 1 : 0, (await school.Host.Service<MoveBook>().ReadAsync(default)).Entries.Count);
        if (code is null)
        {
            // The very same again is no second move.
            Assert.Null(await RefusedAsync(school.Administrator, top, parent, from));
            Assert.Single((await school.Host.Service<MoveBook>().ReadAsync(default)).Entries);
        }
    }

    [Fact]
    public async Task Who_organises_the_training_is_the_nearest_township_unless_somebody_is_named()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        Assert.Equal(SmallTown.Township, await OrganiserAsync(SmallTown.Village));
        Assert.Equal(SmallTown.Township, await OrganiserAsync(SmallTown.Township));
        Assert.Null(await OrganiserAsync(School.OtherBranch));

        Assert.Null(await SetAsync(school.CountyAdmin, SmallTown.Village, SmallTown.Street, "2026-03-02"));
        Assert.Equal(SmallTown.Street, await OrganiserAsync(SmallTown.Village));
        Assert.Equal("INVALID_INPUT", await SetAsync(root, SmallTown.Village, null, "2026-03-03"));
        var village = school.Host.ClientWithin(SmallTown.Village, "admin-village", "OrganisationAdmin");
        Assert.Equal("NOT_FOUND", await SetAsync(village, SmallTown.Village, SmallTown.Office, "2026-03-02"));
        Assert.Equal("NOT_FOUND", await SetAsync(village, SmallTown.Street, SmallTown.Village, "2026-03-02"));
        school.Host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await SetAsync(village, SmallTown.Village, SmallTown.County, "2026-03-03"));
        Assert.Equal(SmallTown.County, await OrganiserAsync(SmallTown.Village));
        var kept = await school.Host.Service<OrganisationTree>().RequireAsync(SmallTown.Village, default);
        Assert.Equal(
            [(null, new(2026, 3, 1)), (SmallTown.Street, new DateOnly(2026, 3, 2))],
            kept.EarlierOrganisers.Select(held => (held.OrganiserId, held.Period.To!.Value))
        );
        Assert.Equal([RegisterAct.TrainingOrganiserSet, RegisterAct.TrainingOrganiserSet], kept.History.Select(line => line.Act));

        async Task<string?> OrganiserAsync(string code) =>
            (
                await root.QueryAsync(
                    "query($id: ID!) { organisationById(id: $id) { trainingOrganiser { code } } }",
                    new { id = School.Id("Organisation", code) }
                )
            )["organisationById.trainingOrganiser.code"]
                ?.GetValue<string>();

        static async Task<string?> SetAsync(ApiClient client, string code, string? organiser, string from) => (
                await client.QueryAsync(
                    "mutation($input: SetTrainingOrganiserInput!) { setTrainingOrganiser(input: $input) { errors { ... on Error { code } } } }",
                    new
                    {
                        input = new
                        {
                            organisationId = School.Id("Organisation", code),
                            trainingOrganiserId = organiser is null ? null : School.Id("Organisation", organiser),
                            from,
                        },
                    }
                )
            )["setTrainingOrganiser.errors.0.code"]?.GetValue<string>();
    }

    /// <summary>Whatever keeps ancestors is in the table of what follows, or stays for a reason.</summary>
    [Fact]
    public void Each_record_that_keeps_ancestors_follows()
    {
        var keeping = typeof(Organisation)
            .Assembly.GetTypes()
            .Where(type => type.GetProperty("Lineage")?.PropertyType == typeof(IReadOnlyList<string>) && type.GetMethod("<Clone>$") is not null)
            .Select(type => type.Name)
            .Order();
        // Organisations themselves; the log of what was done, which stays; a part of a record that follows; and what is only in memory.
        string[] others = [nameof(Organisation), nameof(AuditEntry), nameof(RecognisedVenue), "Top"];
        string[] following =
        [
            nameof(CreditClaim),
            nameof(CorrectionRequest),
            nameof(CoursewareDraft),
            nameof(MediaAsset),
            nameof(AssetFolder),
            nameof(Teacher),
            nameof(TeacherAgreement),
            nameof(Venue),
            nameof(Membership),
            nameof(Departure),
        ];
        Assert.Equal(LineageStore.Carriers.Count, following.Length);
        Assert.Equal(others.Concat(following).Order(), keeping);
    }

    private static async Task FillAsync(School school)
    {
        var wang = school.Host.ClientFor(School.Wang, "Member");
        await wang.QueryAsync(
            "mutation($input: ClaimCreditInput!) { claimCredit(input: $input) { claim { id } errors { ... on Error { code } } } }",
            new
            {
                input = new
                {
                    memberId = School.MemberId(School.Wang),
                    form = "LECTURE",
                    seconds = 2700,
                    heldOn = "2026-02-01",
                    title = "党课",
                },
            }
        );
        await wang.QueryAsync("mutation { requestCorrection(input: { text: \"姓名有误\" }) { correctionRequest { id } errors { ... on Error { code } } } }");
        var editor = school.Host.ClientWithin(SmallTown.Village, "editor-village", "Editor");
        var made = await editor.QueryAsync(
            "mutation($draft: CreateCoursewareInput!, $folder: CreateAssetFolderInput!) { "
                + "createCourseware(input: $draft) { draft { id } errors { ... on Error { code } } } "
                + "createAssetFolder(input: $folder) { folder { id } errors { ... on Error { code } } } }",
            new
            {
                draft = new
                {
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    title = "村情",
                    kind = "VIDEO",
                    origin = "LOCAL",
                },
                folder = new { organisationId = School.Id("Organisation", SmallTown.Village), name = "影像" },
            }
        );
        Assert.Null(made["createCourseware.errors"]);
        Assert.Null(made["createAssetFolder.errors"]);
        await school
            .Host.Service<VenueRegister>()
            .EnterAsync(new(SmallTown.Village, "朴里村活动室", VenueKind.ActivityPlace, OrganisationLevel.Basic, 60, "村部"), SmallTown.Clerk, default);
    }

    private static IMongoCollection<BsonDocument> Stored(School school, string collection) =>
        school.Host.Service<ContentDatabase>().Collection<BsonDocument>(collection);

    private static Task<ApiAnswer> SeenAsync(ApiClient client) =>
        client.QueryAsync(Seen, new { id = School.MemberId(School.Wang), top = School.Id("Organisation", SmallTown.Township) });

    private static async Task<ApiAnswer> MoveAsync(ApiClient client, string top, string parent, string from)
    {
        var moved = await client.QueryAsync(Move, Input(top, parent, from));
        Assert.True(moved["moveOrganisation.errors"] is null, moved.Text);
        return moved;
    }

    private static async Task<string?> RefusedAsync(ApiClient client, string top, string parent, string from) =>
        (await client.QueryAsync(Move, Input(top, parent, from)))["moveOrganisation.errors.0.code"]?.GetValue<string>();

    private static object Input(string top, string parent, string from) =>
        new
        {
            input = new
            {
                organisationId = School.Id("Organisation", top),
                parentId = School.Id("Organisation", parent),
                from,
                reason = "区划调整",
            },
        };

    private static int Total(ApiAnswer answer, string list) => answer[$"{list}.totalCount"]!.GetValue<int>();

    private static string[] Numbers(ApiAnswer answer) =>
        [.. answer["members.nodes"]!.AsArray().Select(node => node!["number"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static string[] Codes(JsonNode organisations) => [.. organisations.AsArray().Select(node => node!["code"]!.GetValue<string>())];
}
