using ELearning.Content;
using ELearning.Tests.Registers;
using Snapshooter.Xunit;

namespace ELearning.Tests.Compliance;

/// <summary>Standings as those who are judged, and those who judge, see them.</summary>
public sealed class StandingApiTests
{
    private const string Rows =
        "obligations { ruleId status requiredHours creditedHours missingHours explanation waiver { authority reason } "
        + "credits { credit { title form seconds } counted countedSeconds reason } creditCount }";

    [Fact]
    public async Task Each_obligation_lists_what_counted_and_what_did_not_and_says_so_in_words()
    {
        await using var school = await School.OpenAsync();
        await AssignAsync(school, School.Wang, SmallTown.Village, "SECRETARY", "2025-01-01");
        await PostAsync(school, School.Wang, "class", CreditForm.CentralisedClass, 8, new(2026, 1, 20), OrganisationLevel.County);
        await PostAsync(school, School.Wang, "village", CreditForm.CentralisedClass, 6, new(2026, 1, 21), OrganisationLevel.Township);
        await PostAsync(school, School.Wang, "lecture", CreditForm.Lecture, 2, new(2026, 1, 22), OrganisationLevel.County);
        var reversed = await PostAsync(school, School.Wang, "mistake", CreditForm.CentralisedClass, 5, new(2026, 1, 23), OrganisationLevel.County);
        await school.Host.Service<CreditLedger>().ReverseAsync(reversed.Id, "重复", new("admin", null), default);

        var answer = await school.CountyAdmin.AskAsync(
            "query($id: ID!) { memberById(id: $id) { compliance(year: 2026) { status recordsFrom policyContinued policy { version planned { from to } } "
                + $"{Rows} }} }} }}",
            new { id = School.MemberId(School.Wang) },
            language: "en"
        );

        Snapshot.Match(answer.Text);
    }

    [Fact]
    public async Task Who_is_registered_today_is_not_blamed_for_the_years_before_and_nobody_hides_a_miss()
    {
        await using var school = await School.OpenAsync();
        var today = SchoolTime.Today(school.Host.Time);
        Assert.Equal("NOT_RECORDED", await StatusAsync(school, School.Lin, today.Year - 3));
        Assert.Equal("ON_TRACK", await StatusAsync(school, School.Lin, today.Year));

        // Hours of earlier years come in by a sheet that says from when on they are complete: from then on the years are judged.
        var imported = await new SheetSender(school.Host, school.CountyAdmin).ImportAsync(
            SheetSender.Csv(
                "党员编号,培训形式,学时,培训日期,培训名称,来源,举办级别,记录起始日",
                $"{School.Lin},集中培训,24,{today.Year - 2}-05-01,轮训,台账,县级,{today.Year - 2}-01-01",
                $"{School.Lin},座谈研讨,3,{today.Year - 1}-05-01,座谈,台账,,"
            ),
            "CREDITS"
        );
        Assert.Equal(("APPLIED", (2, 2, 2, 2)), (imported.State, imported.Rows));
        Assert.Equal(
            ["NOT_RECORDED", "COMPLIANT", "NON_COMPLIANT", "ON_TRACK"],
            await Task.WhenAll(Enumerable.Range(today.Year - 3, 4).Select(year => StatusAsync(school, School.Lin, year)))
        );

        // Cadre on the last day of the year, gone and back, or in an organisation made anew: the miss stays.
        await RequireAsync(
            school.CountyAdmin,
            "addCategory",
            "AddCategoryInput",
            new
            {
                memberId = School.MemberId(School.Lin),
                category = "CADRE",
                main = false,
                from = $"{today.Year - 1}-12-31",
                reason = "任职",
            }
        );
        Assert.Equal("NON_COMPLIANT", await StatusAsync(school, School.Lin, today.Year - 1));
        await RequireAsync(
            school.CountyAdmin,
            "createOrganisation",
            "CreateOrganisationInput",
            new
            {
                code = "350583-02-009",
                name = "税务局第二支部",
                level = "BASIC",
                parentId = School.Id("Organisation", SmallTown.Street),
                sector = "GOVERNMENT",
            }
        );
        await RequireAsync(
            school.CountyAdmin,
            "closeOrganisation",
            "CloseOrganisationInput",
            new
            {
                organisationId = School.Id("Organisation", SmallTown.Office),
                on = today,
                successorId = School.Id("Organisation", "350583-02-009"),
            }
        );
        Assert.Equal("NON_COMPLIANT", await StatusAsync(school, School.Lin, today.Year - 1));
        // Moved below a city whose records begin this year, the county takes the beginning of its own along.
        await RequireAsync(
            school.Administrator,
            "createOrganisation",
            "CreateOrganisationInput",
            new
            {
                code = "NEW",
                name = "新市",
                level = "CITY",
            }
        );
        await RequireAsync(
            school.Administrator,
            "moveOrganisation",
            "MoveOrganisationInput",
            new
            {
                organisationId = School.Id("Organisation", SmallTown.County),
                parentId = School.Id("Organisation", "NEW"),
                from = today,
                reason = "区划调整",
            }
        );
        Assert.Equal("NON_COMPLIANT", await StatusAsync(school, School.Lin, today.Year - 1));
        await RequireAsync(
            school.CountyAdmin,
            "endMember",
            "EndMemberInput",
            new
            {
                memberId = School.MemberId(School.Lin),
                on = today,
                reason = "LEFT",
            }
        );
        Assert.Equal("NON_COMPLIANT", await StatusAsync(school, School.Lin, today.Year - 1));
        await RequireAsync(
            school.CountyAdmin,
            "readmitMember",
            "ReadmitMemberInput",
            new
            {
                memberId = School.MemberId(School.Lin),
                organisationId = School.Id("Organisation", SmallTown.Village),
                category = "RURAL",
                from = today.AddDays(1),
            }
        );
        Assert.Equal("NON_COMPLIANT", await StatusAsync(school, School.Lin, today.Year - 1));
    }

    [Fact]
    public async Task Records_begin_earlier_by_who_keeps_them_and_later_only_from_above_and_never_over_an_ended_year()
    {
        await using var school = await School.OpenAsync();
        var today = SchoolTime.Today(school.Host.Time);
        var village = School.Id("Organisation", SmallTown.Village);
        var township = School.Id("Organisation", SmallTown.Township);
        var branchAdmin = school.Host.ClientWithin(SmallTown.Township, "admin-township", "OrganisationAdmin");

        Assert.Equal("InvalidInputError", await SetAsync(school.CountyAdmin, village, $"{today.Year - 1}-01-01"));
        Assert.Null(await SetAsync(branchAdmin, township, "1999-01-01"));
        Assert.Equal("RecordsMoveBackError", await SetAsync(branchAdmin, township, $"{today.Year}-01-01"));
        Assert.Equal("NotFoundError", await SetAsync(school.OtherAdmin, village, "1998-01-01"));
        Assert.Equal("InvalidInputError", await SetAsync(school.CountyAdmin, township, today.AddDays(1).ToString("yyyy-MM-dd", null)));

        // A top that is entered today has records from this year on, which the level above may still move within it.
        await RequireAsync(
            school.Administrator,
            "createOrganisation",
            "CreateOrganisationInput",
            new
            {
                code = "NEW",
                name = "新校",
                level = "CITY",
            }
        );
        var top = School.Id("Organisation", "NEW");
        var seen = await school.Administrator.QueryAsync("query($id: ID!) { organisationById(id: $id) { recordsFrom } }", new { id = top });
        Assert.Equal($"{today.Year}-01-01", seen.String("organisationById.recordsFrom"));
        Assert.Null(await SetAsync(school.Administrator, top, today.ToString("yyyy-MM-dd", null)));
    }

    [Fact]
    public async Task A_figure_is_waived_by_whose_authority_is_said_never_by_oneself_and_can_be_taken_back()
    {
        await using var school = await School.OpenAsync();
        var year = SchoolTime.Today(school.Host.Time).Year;
        object Waiver(string rule) =>
            new
            {
                memberId = School.MemberId(School.Lin),
                ruleId = rule,
                year,
                authority = "南安市委组织部〔2026〕3号",
                reason = "长期病假",
            };
        var self = school.Host.ClientWithin(SmallTown.County, School.Lin, "Member", "OrganisationAdmin");

        Assert.Equal("DecisionNotIndependentError", await ChangeAsync(self, "waiveFigure", "WaiveFigureInput", Waiver("R3")));
        Assert.Equal("InvalidInputError", await ChangeAsync(school.CountyAdmin, "waiveFigure", "WaiveFigureInput", Waiver("R9")));
        Assert.Null(await ChangeAsync(school.CountyAdmin, "waiveFigure", "WaiveFigureInput", Waiver("R3")));
        await RequireAsync(
            school.CountyAdmin,
            "recordLeave",
            "RecordLeaveInput",
            new
            {
                memberId = School.MemberId(School.Lin),
                from = $"{year}-01-10",
                to = $"{year}-06-30",
                authority = "本单位党组织",
                reason = "病假",
            }
        );
        var told = await school.Member.AskAsync(
            $"{{ me {{ compliance(year: {year}) {{ status leaves {{ from to authority reason }} {Rows} }} waivers {{ id waiver {{ ruleId year }} }} }} }}",
            language: "zh-CN"
        );
        Assert.Equal("NO_FIGURE", told.String("me.compliance.status"));
        Assert.Contains("经南安市委组织部〔2026〕3号批准免除（长期病假）", told.Text, StringComparison.Ordinal);
        Assert.Equal("病假", told.String("me.compliance.leaves.0.reason"));

        Assert.Null(await ChangeAsync(school.CountyAdmin, "voidWaiver", "VoidWaiverInput", new { id = told.String("me.waivers.0.id"), reason = "误批" }));
        Assert.Equal("ON_TRACK", await StatusAsync(school, School.Lin, year));
    }

    [Fact]
    public async Task A_changed_policy_is_tried_on_real_members_without_being_entered()
    {
        await using var school = await School.OpenAsync();
        var year = SchoolTime.Today(school.Host.Time).Year;
        await PostAsync(school, School.Wang, "1", CreditForm.Online, 10, new(year, 1, 5), null);
        var file = PolicyLibrary.Sources("").Single().Json;
        var milder = file.Replace("\"hours\": 16, \"leaderHours\": 24", "\"hours\": 10, \"leaderHours\": 24", StringComparison.Ordinal);
        const string Draft =
            "query($policy: String!, $id: ID!, $year: Int!) { policyDraft(policy: $policy, organisationId: $id, year: $year) { fault { line reason } changed "
            + "before { members compliant onTrack } after { members compliant onTrack } changes { member { number } before after } } }";

        var tried = await school.CountyAdmin.QueryAsync(
            Draft,
            new
            {
                policy = milder,
                id = School.Id("Organisation", SmallTown.County),
                year,
            }
        );
        Assert.Equal((1, 0, 1), (Int(tried, "changed"), Int(tried, "before.compliant"), Int(tried, "after.compliant")));
        Assert.Equal(School.Wang, tried.String("policyDraft.changes.0.member.number"));
        Assert.Equal("ON_TRACK", await StatusAsync(school, School.Wang, year));

        var faulty = await school.CountyAdmin.QueryAsync(
            Draft,
            new
            {
                policy = file.Replace("\"Hard\"", "\"Hrad\"", StringComparison.Ordinal),
                id = School.Id("Organisation", SmallTown.County),
                year,
            }
        );
        Assert.True(Int(faulty, "fault.line") > 5);
        var outside = await school.OtherAdmin.QueryAsync(
            Draft,
            new
            {
                policy = milder,
                id = School.Id("Organisation", SmallTown.County),
                year,
            }
        );
        Assert.Null(outside["policyDraft"]);

        static int Int(ApiAnswer answer, string path) => answer["policyDraft." + path]!.GetValue<int>();
    }

    [Fact]
    public async Task The_policy_is_read_with_its_rules_as_nodes()
    {
        await using var school = await School.OpenAsync();

        var answer = await school.Member.QueryAsync(
            "{ policies { id version planned { from to } outsideCategories outsideRuleIds onceAtLeastHours rules { id ruleId organiser hours leaderHours "
                + "times sectors positions "
                + "venueAtLeast window strength } duties { ruleId strength levels } } policy(year: 2009) { id } }"
        );
        var node = await school.Member.QueryAsync(
            "query($id: ID!) { node(id: $id) { ... on PolicyRule { ruleId title } } }",
            new { id = answer.String("policies.0.rules.2.id") }
        );

        Assert.Equal("R3", node.String("node.ruleId"));
        Assert.Null(answer["policy"]);
        Snapshot.Match(answer.Text);
    }

    private static async Task<string> StatusAsync(School school, string number, int year) =>
        (
            await school.CountyAdmin.QueryAsync(
                "query($id: ID!, $year: Int!) { memberById(id: $id) { compliance(year: $year) { status } } }",
                new { id = School.MemberId(number), year }
            )
        ).String("memberById.compliance.status");

    private static Task<string?> SetAsync(ApiClient client, string organisationId, string from) =>
        ChangeAsync(
            client,
            "setRecordsFrom",
            "SetRecordsFromInput",
            new
            {
                organisationId,
                from,
                reason = "补录",
            }
        );

    private static Task AssignAsync(School school, string number, string organisation, string position, string from) =>
        RequireAsync(
            school.CountyAdmin,
            "assignPosition",
            "AssignPositionInput",
            new
            {
                memberId = School.MemberId(number),
                organisationId = School.Id("Organisation", organisation),
                position,
                from,
            }
        );

    private static async Task RequireAsync(ApiClient client, string mutation, string type, object input) =>
        Assert.Null(await ChangeAsync(client, mutation, type, input));

    /// <returns>The type of the refusal; null for none.</returns>
    private static async Task<string?> ChangeAsync(ApiClient client, string mutation, string type, object input)
    {
        var answer = await client.QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ __typename }} }} }}", new { input });
        return answer[mutation + ".errors.0.__typename"]?.GetValue<string>();
    }

    private static Task<Credit> PostAsync(School school, string number, string part, CreditForm form, int hours, DateOnly on, OrganisationLevel? venue)
    {
        var member = MemberRules.IdOf(number);
        return school
            .Host.Service<CreditLedger>()
            .PostAsync(
                new($"{member}/test/{part}", member, form, hours * 2700, on, new(CreditSourceKind.Batch, part)) { Title = part, VenueLevel = venue },
                default
            );
    }
}
