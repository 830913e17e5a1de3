using ELearning.Api;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Identity;

/// <summary>What the role of a caller does not reach is missing from an answer; the rest of it is there.</summary>
public sealed class WithheldFieldTests
{
    private const string Report = "{ me { name organisation { name complianceReport(year: 2026) { members } } } }";

    [Fact]
    public async Task A_forbidden_field_is_null_with_its_path_and_the_rest_is_answered()
    {
        await using var school = await School.OpenAsync();
        // The second time the document is known.
        for (var i = 0; i < 2; i++)
        {
            var answer = await school.Member.AskAsync(Report);
            Assert.Equal((200, "林晓燕", "南安市税务局机关党支部"), (answer.Status, answer.String("me.name"), answer.String("me.organisation.name")));
            Assert.True(answer["me.organisation"]!.AsObject().ContainsKey("complianceReport"));
            Assert.Null(answer["me.organisation.complianceReport"]);
            Assert.Equal(["FORBIDDEN me.organisation.complianceReport 1:33"], Errors(answer));
        }

        // What one caller may not have was not decided for the next.
        Assert.Equal(
            2,
            (await school.CountyAdmin.QueryAsync(ContractOperations.OrganisationReport, new { id = School.Id("Organisation", SmallTown.County), year = 2026 }))[
                "organisationById.complianceReport.members"
            ]!.GetValue<int>()
        );
    }

    [Theory]
    // Fragments, directives and merged fields take other ways through the engine than a plain query.
    [InlineData(
        "query { me { organisation { ...F } } } fragment F on Organisation { name complianceReport(year: 2026) { members } }",
        "me.organisation.complianceReport"
    )]
    [InlineData("query { me { organisation { name r: complianceReport(year: 2026) @include(if: true) { members } } } }", "me.organisation.r")]
    [InlineData("query { me { organisation { name } organisation { complianceReport(year: 2026) { members } } } }", "me.organisation.complianceReport")]
    [InlineData(
        "query { me { organisation { name ... on Organisation { complianceReport(year: 2026) { members year } } } } }",
        "me.organisation.complianceReport"
    )]
    public async Task It_is_withheld_however_it_is_asked_for(string document, string path)
    {
        await using var school = await School.OpenAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await school.Member.AskAsync(document);
            Assert.Equal("南安市税务局机关党支部", answer.String("me.organisation.name"));
            Assert.Equal([$"FORBIDDEN {path}"], Errors(answer).Select(error => error[..error.LastIndexOf(' ')]));
            Assert.Null(answer[path]);
        }
    }

    [Fact]
    public async Task A_leaf_read_from_its_object_alone_is_withheld_too()
    {
        await using var school = await School.OpenAsync();
        var catalogue = school.Host.ClientFor("partner", "Catalogue.Read");
        for (var i = 0; i < 2; i++)
        {
            // Not nullable, so the teachers, who must not be null either, take the whole list along and it the courseware.
            var answer = await catalogue.AskAsync(
                "query($id: ID!) { coursewareById(id: $id) { title teachers { name sources } } kept: coursewareById(id: $id) { title teachers { name } } }",
                new { id = School.Id("Courseware", School.History) }
            );
            Assert.Null(answer["coursewareById"]);
            Assert.Equal("林国栋", answer.String("kept.teachers.0.name"));
            Assert.All(Errors(answer), error => Assert.StartsWith("FORBIDDEN coursewareById.teachers.", error, StringComparison.Ordinal));
            Assert.DoesNotContain("PARTY_SCHOOL", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_forbidden_root_field_is_null_where_it_may_be_and_else_there_is_no_data()
    {
        await using var school = await School.OpenAsync();
        var session = School.Id("StudySession", $"{MemberRules.IdOf(School.Lin)}/1");
        var answer = await school.CountyAdmin.AskAsync("query($id: ID!) { studySessionById(id: $id) { id } courseware { totalCount } }", new { id = session });
        Assert.Equal((200, 3), (answer.Status, answer["courseware.totalCount"]!.GetValue<int>()));
        Assert.Null(answer["studySessionById"]);
        Assert.Equal(["FORBIDDEN studySessionById 1:19"], Errors(answer));

        var all = await school.Member.AskAsync("{ me { name } members { totalCount } }");
        Assert.True(all.Json.AsObject().ContainsKey("data"));
        Assert.Null(all.Json["data"]);
        Assert.Equal(["FORBIDDEN members 1:15"], Errors(all));
    }

    [Fact]
    public async Task A_mutation_with_one_forbidden_part_does_nothing()
    {
        await using var school = await School.OpenAsync();
        var claim = new
        {
            memberId = School.MemberId(School.Lin),
            form = "LECTURE",
            seconds = 2700,
            heldOn = "2026-02-01",
            title = "专题党课",
        };
        var answers = new[]
        {
            await school.Member.AskAsync(
                "mutation($claim: ClaimCreditInput!, $credit: ID!) { claimCredit(input: $claim) { claim { id } } reverseCredit(input: { creditId: "
                    + "$credit, reason: \"错\" }) { errors { __typename } } }",
                new { claim, credit = School.Id("Credit", "a/b") }
            ),
            await school.Member.AskAsync(
                "mutation($claim: ClaimCreditInput!) { claimCredit(input: $claim) { claim { member { organisation { complianceReport(year: 2026) { "
                    + "members } } } } } }",
                new { claim }
            ),
        };
        Assert.All(answers, answer => Assert.Equal((403, "FORBIDDEN", false), (answer.Status, answer.Code, answer.Json.AsObject().ContainsKey("data"))));
        Assert.Equal(0, (await school.Member.QueryAsync("{ me { claims { totalCount } } }"))["me.claims.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Nobody_unknown_gets_a_part()
    {
        await using var school = await School.OpenAsync();
        var answer = await school.Host.Anonymous().AskAsync("{ __typename me { name } }");
        Assert.Equal((401, "UNAUTHENTICATED", false), (answer.Status, answer.Code, answer.Json.AsObject().ContainsKey("data")));
    }

    [Fact]
    public async Task What_was_withheld_costs_the_same_and_is_on_record_beside_what_was_shown()
    {
        await using var school = await School.OpenAsync();
        await school.Member.AskAsync(Report);
        await school
            .Host.ClientWithin(SmallTown.County, "reader", "OrganisationAdmin")
            .AskAsync(
                "query($id: ID!) { memberById(id: $id) { name } studySessionById(id: \""
                    + School.Id("StudySession", $"{MemberRules.IdOf(School.Wang)}/1")
                    + "\") { id } }",
                new { id = School.MemberId(School.Wang) }
            );
        var wang = MemberRules.IdOf(School.Wang);
        var entries = await school
            .Host.Service<ContentDatabase>()
            .Collection<BsonDocument>("audit")
            .Find(new BsonDocument("subject", new BsonDocument("$ne", DevelopmentIssuer.Subject)))
            .ToListAsync();
        // The fields of one query are told of in no order.
        Assert.Equal(
            [$"{School.Lin} RefusedAct me FORBIDDEN  53", $"reader Read memberById OK {wang} 2", $"reader RefusedAct studySessionById FORBIDDEN {wang} 2"],
            entries
                .Select(entry =>
                    $"{entry["subject"]} {entry["kind"]} {entry["operation"]} {entry["result"]} {string.Join(',', entry["ownerIds"].AsBsonArray)} "
                    + $"{entry["cost"]}"
                )
                .Order(StringComparer.Ordinal)
        );
    }

    private static List<string> Errors(ApiAnswer answer) =>
        [
            .. answer.Json["errors"]!
                .AsArray()
                .Select(error =>
                    $"{error!["extensions"]!["code"]} {string.Join('.', error["path"]!.AsArray())} "
                    + $"{error["locations"]![0]!["line"]}:{error["locations"]![0]!["column"]}"
                ),
        ];
}
