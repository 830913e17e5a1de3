using ELearning.Content;

namespace ELearning.Tests.Teachers;

/// <summary>
/// Who sees what of a teacher that is not public: each field, for each role, held in each relation to the organisation that keeps the teacher.
/// </summary>
public sealed class TeacherPrivacyTests
{
    private const string Shows = "A-1",
        Hides = "A-2",
        Offered = "A-3",
        Ended = "A-4",
        Elsewhere = "A-5";

    /// <summary>
    /// + seen, - null or none, F forbidden: contact, term, version, memberId, history, and how many agreements. Of five in all each organisation sees its own.
    /// </summary>
    public static TheoryData<string, string, string> Table =>
        new()
        {
            { "OrganisationAdmin", "keeper", "+++++5" },
            { "OrganisationAdmin", "above", "+++++5" },
            { "OrganisationAdmin", Shows, "+----1" },
            { "OrganisationAdmin", Hides, "-----1" },
            { "OrganisationAdmin", Offered, "-----1" },
            { "OrganisationAdmin", Ended, "-----2" },
            { "OrganisationAdmin", Elsewhere, "-----0" },
            { "PoolManager", "keeper", "+++++5" },
            { "PoolManager", "above", "+++++5" },
            { "PoolManager", Shows, "+----1" },
            { "PoolManager", Hides, "-----1" },
            { "PoolManager", Offered, "-----1" },
            { "PoolManager", Ended, "-----2" },
            { "PoolManager", Elsewhere, "-----0" },
            { "Auditor", "keeper", "+++++5" },
            { "Auditor", "above", "+++++5" },
            { "Auditor", Shows, "-----1" },
            { "Auditor", Hides, "-----1" },
            { "Auditor", Offered, "-----1" },
            { "Auditor", Ended, "-----2" },
            { "Auditor", Elsewhere, "-----0" },
            { "Editor", "keeper", "FFFFFF" },
            { "Editor", Shows, "FFFFFF" },
            { "Reviewer", "keeper", "FFFFFF" },
            { "Reviewer", Shows, "FFFFFF" },
            { "Member", "keeper", "FFFFFF" },
            { "Teachers.Read", "keeper", "FFFFFF" },
            { "Administrator", "above", "+++++5" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task What_is_not_public_is_seen_by(string role, string relation, string expected)
    {
        await using var school = await School.OpenAsync();
        var id = School.Id("Teacher", await AgreedAsync(school));
        var at = relation switch
        {
            "keeper" => SmallTown.County,
            "above" => SmallTown.City,
            _ => relation,
        };
        var caller = role switch
        {
            "Member" => school.Member,
            "Teachers.Read" => school.Host.ClientFor("partner", role),
            "Administrator" => school.Administrator,
            _ => school.Host.ClientWithin(at, $"{role} of {at}", role),
        };
        var signs = "";
        foreach (var field in new[] { "contact { phone }", "term { from }", "version", "memberId", "history { totalCount }", "agreements { totalCount }" })
        {
            var answer = await caller.AskAsync($"query($id: ID!) {{ teacherById(id: $id) {{ name {field} }} }}", new { id });
            var name = field.Split(' ')[0];
            var count = field.EndsWith("totalCount }", StringComparison.Ordinal) ? answer[$"teacherById.{name}.totalCount"]?.GetValue<int>() : null;
            signs +=
                answer.Code == "FORBIDDEN" ? "F"
                : name == "agreements" ? $"{count}"
                : answer[$"teacherById.{name}"] is null || count == 0 ? "-"
                : "+";
        }
        Assert.Equal(expected, signs);
    }

    [Fact]
    public async Task Contact_is_seen_from_the_first_day_of_what_was_agreed_to_its_last()
    {
        await using var school = await School.OpenAsync();
        var id = School.Id("Teacher", await AgreedAsync(school));
        var other = school.Host.ClientWithin(Shows, "pool-manager", "PoolManager");
        Assert.Equal("0595-22220000", await PhoneAsync());
        school.Host.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal("0595-22220000", await PhoneAsync());
        school.Host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await PhoneAsync());

        async Task<string?> PhoneAsync() =>
            (await other.QueryAsync("query($id: ID!) { teacherById(id: $id) { contact { phone } } }", new { id }))["teacherById.contact.phone"]
                ?.GetValue<string>();
    }

    /// <summary>A teacher of the county whom one organisation engages with contact, one without, one was offered, and one engaged until yesterday.</summary>
    private static async Task<string> AgreedAsync(School school)
    {
        await school
            .Host.Service<OrganisationTree>()
            .AddManyAsync(
                [
                    .. new[] { Shows, Hides, Offered, Ended, Elsewhere }.Select(code => new NewOrganisation(
                        code,
                        $"中共{code}县委员会",
                        OrganisationLevel.County,
                        null,
                        SmallTown.City,
                        new(1949, 9, 1)
                    )),
                ],
                default
            );
        var register = school.Host.Service<TeacherRegister>();
        var today = SchoolTime.Today(school.Host.Time);
        var teacher = await register.ProposeAsync(
            new(
                null,
                "苏巧玲",
                "副教授",
                [TeacherSource.PartySchool],
                TeacherEngagement.PartTime,
                [Subject.History],
                SmallTown.County,
                new(today, null),
                null,
                null,
                new("0595-22220000", null),
                MemberRules.IdOf(School.Wang),
                "推荐入库",
                null
            ),
            Scope.All,
            SmallTown.Clerk,
            default
        );
        await register.ReviewAsync(new(teacher.Id, TeacherDecision.Approve, null), SmallTown.Root.Actor, default);
        await AgreeAsync(Ended, null, false, false);
        await AgreeAsync(Ended, null, true, true);
        school.Host.Time.Advance(TimeSpan.FromDays(1));
        today = today.AddDays(1);
        await AgreeAsync(Shows, today.AddDays(10), true, true);
        await AgreeAsync(Hides, null, false, true);
        await AgreeAsync(Offered, null, true, false);
        return teacher.Id;

        async Task AgreeAsync(string organisation, DateOnly? to, bool showsContact, bool accepted)
        {
            var ends = organisation == Ended ? today : to;
            var offered = await register.OfferAsync(new(teacher.Id, organisation, today, ends, showsContact), SmallTown.Clerk, default);
            if (accepted)
                await register.AnswerAsync(new(offered.Agreement.Id, AgreementDecision.Accept), SmallTown.Clerk, default);
            else if (organisation == Ended)
                await register.EndAsync(new(offered.Agreement.Id, today, "不再需要"), SmallTown.Clerk, default);
        }
    }
}
