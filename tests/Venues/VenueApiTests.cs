using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests.Venues;

/// <summary>Venues and bases through the API: who enters and recognises them, who finds them, and what reports make of them.</summary>
public sealed class VenueApiTests
{
    private const string Shown =
        "{ venue { id name kind level capacity address equipment status from to baseLevels version organisation { code } recognitions { id level from to "
        + "authority reason "
        + "voided { reason by } } history { act before after reason } } errors { __typename ... on Error { code } } }";

    [Fact]
    public async Task A_venue_is_entered_edited_and_closed()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        var entered = await EnterAsync(admin, SmallTown.Village, "朴里村活动室", "ACTIVITY_PLACE", key: "k1");
        var id = entered.String("enterVenue.venue.id");
        Assert.Equal(("OPEN", "2020-01-01", SmallTown.Village), (Of(entered, "status"), Of(entered, "from"), Of(entered, "organisation.code")));
        string Of(ApiAnswer answer, string path) => answer.String($"enterVenue.venue.{path}");

        // The same again is the same; other input under the key is refused.
        Assert.Equal(id, (await EnterAsync(admin, SmallTown.Village, "朴里村活动室", "ACTIVITY_PLACE", key: "k1")).String("enterVenue.venue.id"));
        Assert.Equal("IdempotencyKeyReusedError", (await EnterAsync(admin, SmallTown.Village, "朴里村书屋", "READING_ROOM", key: "k1")).Refusal("enterVenue"));
        Assert.NotEqual(id, (await EnterAsync(admin, SmallTown.Village, "朴里村活动室", "ACTIVITY_PLACE")).String("enterVenue.venue.id"));

        var edited = await SendAsync(
            admin,
            "editVenue",
            new
            {
                venueId = id,
                expectedVersion = 1,
                capacity = 120,
                reason = "扩建",
            }
        );
        Assert.Equal(2, edited["editVenue.venue.version"]!.GetValue<int>());
        // Somebody who looked at it before has to look again.
        Assert.Equal(
            "ConflictError",
            (
                await SendAsync(
                    admin,
                    "editVenue",
                    new
                    {
                        venueId = id,
                        expectedVersion = 1,
                        capacity = 90,
                    }
                )
            ).Refusal("editVenue")
        );
        Assert.Equal(
            "InvalidInputError",
            (
                await SendAsync(
                    admin,
                    "editVenue",
                    new
                    {
                        venueId = id,
                        expectedVersion = 2,
                        capacity = 100_001,
                    }
                )
            ).Refusal("editVenue")
        );

        var closed = await SendAsync(
            admin,
            "closeVenue",
            new
            {
                venueId = id,
                on = "2026-03-01",
                reason = "拆迁",
            }
        );
        Assert.Equal(("CLOSED", "2026-03-01"), (closed.String("closeVenue.venue.status"), closed.String("closeVenue.venue.to")));
        Assert.Equal(
            ["VENUE_CAPACITY_CHANGED 80 120 扩建", "VENUE_CLOSED   拆迁"],
            closed["closeVenue.venue.history"]!.AsArray().Select(line => $"{line!["act"]} {line["before"]} {line["after"]} {line["reason"]}")
        );
        Assert.Equal(
            "VenueClosedError",
            (
                await SendAsync(
                    admin,
                    "editVenue",
                    new
                    {
                        venueId = id,
                        expectedVersion = 3,
                        capacity = 9,
                    }
                )
            ).Refusal("editVenue")
        );
        Assert.Equal(new[] { false, true }, await OpenAsync(id));

        async Task<bool[]> OpenAsync(string which) =>
            [
                .. (await Task.WhenAll(new[] { "true", "false" }.Select(open => NamesAsync(admin, $"where: {{ open: {{ eq: {open} }} }}", "id")))).Select(ids =>
                    ids.Contains(which)
                ),
            ];
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_one_is_told()
    {
        await using var school = await School.OpenAsync();
        var id = (await EnterAsync(school.CountyAdmin, SmallTown.Village, "朴里村活动室", "ACTIVITY_PLACE")).String("enterVenue.venue.id");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i =>
                    SendAsync(
                        school.CountyAdmin,
                        "editVenue",
                        new
                        {
                            venueId = id,
                            expectedVersion = 1,
                            capacity = 200 + i,
                        }
                    )
                )
        );
        Assert.Single(answers, answer => answer.Refusal("editVenue") is null);
        Assert.Equal(7, answers.Count(answer => answer.Refusal("editVenue") == "ConflictError"));
        var stored = await school.Administrator.QueryAsync("query($id: ID!) { venueById(id: $id) { version history { after } } }", new { id });
        Assert.Equal(2, stored["venueById.version"]!.GetValue<int>());
        Assert.Single(stored["venueById.history"]!.AsArray());
    }

    [Fact]
    public async Task Recognitions_entered_at_once_are_all_kept()
    {
        await using var school = await School.OpenAsync();
        var id = (await EnterAsync(school.CountyAdmin, SmallTown.Village, "朴里村示范基地", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
        await Task.WhenAll(new[] { "PROVINCE", "CITY", "COUNTY" }.Select(level => RecogniseAsync(school.Administrator, id, level)));
        var stored = await school.Administrator.QueryAsync("query($id: ID!) { venueById(id: $id) { baseLevels history { act } } }", new { id });
        Assert.Equal("""["PROVINCE","CITY","COUNTY"]""", stored["venueById.baseLevels"]!.ToJsonString());
        Assert.Equal(3, stored["venueById.history"]!.AsArray().Count);
    }

    [Fact]
    public async Task Nobody_recognises_a_base_of_their_own()
    {
        await using var school = await School.OpenAsync();
        var county = school.CountyAdmin;
        var own = (await EnterAsync(county, SmallTown.County, "县示范基地", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
        var below = (await EnterAsync(county, SmallTown.Village, "村示范基地", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
        var top = (await EnterAsync(school.Administrator, SmallTown.City, "市示范基地", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
        var city = school.Host.ClientWithin(SmallTown.City, "admin-city", "OrganisationAdmin");
        var village = school.Host.ClientWithin(SmallTown.Village, "admin-village", "OrganisationAdmin");

        Assert.Equal("BaseNotIndependentError", (await RecogniseAsync(county, own)).Refusal("recogniseBase"));
        Assert.Equal("BaseNotIndependentError", (await RecogniseAsync(village, below)).Refusal("recogniseBase"));
        Assert.Equal("BaseNotIndependentError", (await RecogniseAsync(city, top)).Refusal("recogniseBase"));
        Assert.Equal("NotFoundError", (await RecogniseAsync(school.OtherAdmin, below)).Refusal("recogniseBase"));
        Assert.Null((await RecogniseAsync(city, own)).Refusal("recogniseBase"));
        Assert.Null((await RecogniseAsync(school.Administrator, top)).Refusal("recogniseBase"));

        var recognised = await RecogniseAsync(county, below);
        var held = recognised.String("recogniseBase.venue.recognitions.0.id");
        Assert.Equal("""["CITY"]""", recognised["recogniseBase.venue.baseLevels"]!.ToJsonString());
        Assert.Equal(
            "BaseNotIndependentError",
            (
                await SendAsync(
                    village,
                    "withdrawBase",
                    new
                    {
                        id = held,
                        on = "2026-03-01",
                        reason = "不合格",
                    }
                )
            ).Refusal("withdrawBase")
        );
        Assert.Equal("BaseNotIndependentError", (await SendAsync(village, "voidRecognition", new { id = held, reason = "误" })).Refusal("voidRecognition"));
        var withdrawn = await SendAsync(
            county,
            "withdrawBase",
            new
            {
                id = held,
                on = "2026-03-01",
                reason = "不合格",
            }
        );
        Assert.Equal("2026-03-01", withdrawn.String("withdrawBase.venue.recognitions.0.to"));
        Assert.Equal("[]", withdrawn["withdrawBase.venue.baseLevels"]!.ToJsonString());
        Assert.Equal(
            "EntryOverError",
            (
                await SendAsync(
                    county,
                    "withdrawBase",
                    new
                    {
                        id = held,
                        on = "2026-03-01",
                        reason = "不合格",
                    }
                )
            ).Refusal("withdrawBase")
        );
        var voided = await SendAsync(county, "voidRecognition", new { id = held, reason = "误登记" });
        Assert.Equal("误登记", voided.String("voidRecognition.venue.recognitions.0.voided.reason"));

        // What was taken back is shown to who keeps the register there and to nobody else; the venue itself is no secret.
        const string Look = "query($id: ID!, $held: ID!) { venueById(id: $id) { name recognitions { level } } node(id: $held) { id } }";
        foreach (var (client, sees) in new[] { (county, true), (school.OtherAdmin, false), (school.Member, false) })
        {
            var seen = await client.QueryAsync(Look, new { id = below, held });
            Assert.Equal("村示范基地", seen.String("venueById.name"));
            Assert.Equal(sees ? 1 : 0, seen["venueById.recognitions"]!.AsArray().Count);
            Assert.Equal(sees, seen["node"] is not null);
        }
        Assert.Equal("FORBIDDEN", (await school.Host.ClientFor("partner", "Teachers.Read").AskAsync("{ venues { totalCount } }")).Code);
        Assert.Equal("FORBIDDEN", (await school.Member.AskAsync("{ venues { nodes { history { act } } } }")).Code);
    }

    [Fact]
    public async Task Venues_are_found_by_words_kind_place_and_recognition()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        await EnterAsync(admin, SmallTown.County, "南安市委党校", "PARTY_SCHOOL", "COUNTY");
        var held = (await EnterAsync(admin, SmallTown.Village, "朴里村示范基地", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
        await EnterAsync(school.OtherAdmin, School.OtherBranch, "大岞村书屋", "READING_ROOM");
        await RecogniseAsync(admin, held, "CITY");
        await RecogniseAsync(admin, held, "PROVINCE", "2025-01-01");
        var second = (await RecogniseAsync(admin, held, "COUNTY")).String("recogniseBase.venue.recognitions.2.id");
        await SendAsync(
            admin,
            "withdrawBase",
            new
            {
                id = second,
                on = "2026-03-01",
                reason = "不合格",
            }
        );
        var (county, village) = (School.Id("Organisation", SmallTown.County), School.Id("Organisation", SmallTown.Village));

        foreach (
            var (arguments, names) in new[]
            {
                ("", "南安市委党校 大岞村书屋 朴里村示范基地"),
                ("search: \"示范\"", "朴里村示范基地"),
                ("search: \"朴里路\"", ""),
                ("where: { kind: { in: [PARTY_SCHOOL, READING_ROOM] } }", "南安市委党校 大岞村书屋"),
                ("where: { level: { eq: COUNTY } }", "南安市委党校"),
                ($"where: {{ organisationId: {{ eq: \"{county}\" }} }}", "南安市委党校"),
                ($"where: {{ within: {{ eq: \"{county}\" }} }}", "南安市委党校 朴里村示范基地"),
                ($"where: {{ within: {{ in: [\"{village}\"] }} }}", "朴里村示范基地"),
                ("where: { baseLevel: { eq: CITY } }", "朴里村示范基地"),
                ("where: { baseLevel: { eq: COUNTY } }", ""),
                ("where: { baseLevel: { in: [COUNTY, PROVINCE] } }", "朴里村示范基地"),
                ("order: [{ name: DESC }], first: 1", "朴里村示范基地"),
            }
        )
            Assert.Equal(names, string.Join(' ', await NamesAsync(school.Member, arguments)));

        var at = await admin.QueryAsync("query($id: ID!) { organisationById(id: $id) { venues { totalCount nodes { name } } } }", new { id = county });
        Assert.Equal("南安市委党校", at.String("organisationById.venues.nodes.0.name"));
        Assert.Equal(1, at["organisationById.venues.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_duty_to_have_bases_is_as_of_today_in_the_report_of_every_year()
    {
        await using var school = await School.OpenAsync();
        var (city, admin) = (school.Administrator, school.CountyAdmin);
        await ExpectAsync(SmallTown.County, "NOT_RECORDED", "");
        await ExpectAsync(SmallTown.Township, "NOT_RECORDED", "");
        await EnterAsync(admin, SmallTown.Street, "街道党员服务中心", "SERVICE_CENTRE");
        await ExpectAsync(SmallTown.County, "OPEN", "省级教学实践示范基地 0/1, 市级教学实践示范基地 0/3");
        await ExpectAsync(SmallTown.Township, "NOT_RECORDED", "");
        await ExpectAsync(SmallTown.Street, "OPEN", "县级教学实践示范基地 0/1");

        var bases = new List<string>();
        foreach (var (organisation, level) in new[] { (SmallTown.Village, "CITY"), (SmallTown.Office, "CITY"), (SmallTown.Township, "CITY") })
        {
            var id = (await EnterAsync(admin, organisation, $"基地{bases.Count}", "DEMONSTRATION_BASE")).String("enterVenue.venue.id");
            Assert.Null((await RecogniseAsync(city, id, level)).Refusal("recogniseBase"));
            bases.Add(id);
        }
        await RecogniseAsync(city, bases[0], "COUNTY");
        await ExpectAsync(SmallTown.County, "OPEN", "省级教学实践示范基地 0/1, 市级教学实践示范基地 3/3");
        await ExpectAsync(SmallTown.Township, "MET", "县级教学实践示范基地 1/1");
        await RecogniseAsync(city, bases[1], "PROVINCE");
        await ExpectAsync(SmallTown.County, "MET", "省级教学实践示范基地 1/1, 市级教学实践示范基地 3/3");
        await ExpectAsync(School.OtherCounty, "NOT_RECORDED", "");

        // A township that moves takes its bases along from that day on, though nothing is rewritten yet.
        await school
            .Host.Service<OrganisationRegister>()
            .MoveAsync(new(SmallTown.Township, School.OtherCounty, new(2026, 3, 2), "区划调整"), SmallTown.Clerk, default);
        await ExpectAsync(SmallTown.County, "OPEN", "省级教学实践示范基地 1/1, 市级教学实践示范基地 1/3");
        await ExpectAsync(School.OtherCounty, "OPEN", "省级教学实践示范基地 0/1, 市级教学实践示范基地 2/3");
        Assert.Equal(2, (await NamesAsync(city, $"where: {{ within: {{ eq: \"{School.Id("Organisation", School.OtherCounty)}\" }} }}")).Count);
        await school.Host.Service<MoveSweeper>().SweepAsync(default);
        await ExpectAsync(School.OtherCounty, "OPEN", "省级教学实践示范基地 0/1, 市级教学实践示范基地 2/3");
        var stored = await school
            .Host.Service<ContentDatabase>()
            .Collection<BsonDocument>("venues")
            .CountDocumentsAsync(new BsonDocument("lineage", School.OtherCounty));
        Assert.Equal(2, stored);

        await SendAsync(
            city,
            "closeVenue",
            new
            {
                venueId = bases[2],
                on = "2026-03-01",
                reason = "拆迁",
            }
        );
        await ExpectAsync(School.OtherCounty, "OPEN", "省级教学实践示范基地 0/1, 市级教学实践示范基地 1/3");

        async Task ExpectAsync(string organisation, string status, string counted)
        {
            school.Host.Time.Advance(TimeSpan.FromMinutes(1));
            foreach (var year in new[] { 2024, 2026 })
            {
                var answer = await city.QueryAsync(
                    "query($id: ID!, $year: Int!) { organisationById(id: $id) { complianceReport(year: $year) { duties { ruleId status counted { what "
                        + "counted needed } } } } }",
                    new { id = School.Id("Organisation", organisation), year }
                );
                var duties = answer["organisationById.complianceReport.duties"]!.AsArray();
                var duty = duties.Single(one => one!["ruleId"]!.GetValue<string>() == "B.bases")!;
                var shown = duty["counted"]!.AsArray().Select(one => $"{one!["what"]} {one["counted"]}/{one["needed"]}");
                Assert.Equal((status, counted), (duty["status"]!.GetValue<string>(), string.Join(", ", shown)));
                Assert.All(duties.Where(one => one != duty), one => Assert.Equal("NOT_RECORDED", one!["status"]!.GetValue<string>()));
            }
        }
    }

    private static Task<ApiAnswer> EnterAsync(ApiClient client, string organisation, string name, string kind, string level = "BASIC", string? key = null) =>
        SendAsync(
            client,
            "enterVenue",
            new
            {
                organisationId = School.Id("Organisation", organisation),
                name,
                kind,
                level,
                capacity = 80,
                address = "村部",
                equipment = new[] { "投影" },
                openedOn = "2020-01-01",
                idempotencyKey = key,
            }
        );

    private static Task<ApiAnswer> RecogniseAsync(ApiClient client, string venueId, string level = "CITY", string from = "2024-05-01") =>
        SendAsync(
            client,
            "recogniseBase",
            new
            {
                venueId,
                level,
                from,
                authority = "组织部〔2024〕3号",
            }
        );

    private static Task<ApiAnswer> SendAsync(ApiClient client, string mutation, object input) =>
        client.QueryAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {Shown} }}",
            new { input }
        );

    private static async Task<IReadOnlyList<string>> NamesAsync(ApiClient client, string arguments, string field = "name") =>
        [
            .. (await client.QueryAsync($"{{ venues{(arguments.Length > 0 ? $"({arguments})" : "")} {{ nodes {{ {field} }} }} }}"))["venues.nodes"]!
                .AsArray()
                .Select(node => node![field]!.GetValue<string>()),
        ];
}
