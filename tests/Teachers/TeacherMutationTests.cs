namespace ELearning.Tests.Teachers;

/// <summary>A teacher's way through the pool and to other organisations, by the API.</summary>
public sealed class TeacherMutationTests
{
    private const string Propose =
        "mutation($input: ProposeTeacherInput!) { proposeTeacher(input: $input) { teacher { id status version } errors { __typename } } }";

    private const string Whole = """
        query($id: ID!) { teacherById(id: $id) {
          name status biography term { from to } version contact { phone mail } sharedWith { code }
          history { nodes { act status by reason term { to } } }
          agreements { nodes { id status teacherName organisation { code } keeper { code } from to showsContact endReason } } } }
        """;

    [Fact]
    public async Task A_teacher_is_recommended_reviewed_by_another_suspended_resumed_renewed_and_let_go()
    {
        await using var school = await School.OpenAsync();
        var (first, second) = (Manager(school, "pool-1"), Manager(school, "pool-2"));
        var id = (await first.QueryAsync(Propose, new { input = Input() })).String("proposeTeacher.teacher.id");
        Assert.Equal(id, (await first.QueryAsync(Propose, new { input = Input() })).String("proposeTeacher.teacher.id"));
        // Nobody but who keeps the pool knows of a recommendation.
        Assert.Null((await school.Member.QueryAsync("query($id: ID!) { teacherById(id: $id) { id } }", new { id }))["teacherById"]);

        Assert.Equal("TeacherReviewNotIndependentError", await DoAsync(first, "reviewTeacher", new { teacherId = id, decision = "APPROVE" }));
        Assert.Equal("InvalidInputError", await DoAsync(second, "reviewTeacher", new { teacherId = id, decision = "DECLINE" }));
        Assert.Equal(
            "ACTIVE",
            await DoAsync(
                second,
                "reviewTeacher",
                new
                {
                    teacherId = id,
                    decision = "APPROVE",
                    reason = "试讲合格",
                }
            )
        );
        Assert.Equal("TeacherStateNotAllowedError", await DoAsync(second, "reviewTeacher", new { teacherId = id, decision = "APPROVE" }));
        Assert.Equal("SUSPENDED", await DoAsync(first, "suspendTeacher", new { teacherId = id, reason = "进修" }));
        Assert.Equal("ACTIVE", await DoAsync(first, "resumeTeacher", new { teacherId = id }));
        Assert.Equal(
            "ACTIVE",
            await DoAsync(
                first,
                "renewTeacher",
                new
                {
                    teacherId = id,
                    to = "2027-12-31",
                    reason = "评价优秀",
                }
            )
        );
        Assert.Equal(
            "ConflictError",
            await DoAsync(
                first,
                "editTeacher",
                new
                {
                    teacherId = id,
                    expectedVersion = 1,
                    title = "教授",
                }
            )
        );
        Assert.Equal(
            "ACTIVE",
            await DoAsync(
                first,
                "editTeacher",
                new
                {
                    teacherId = id,
                    expectedVersion = 5,
                    title = "教授",
                    biography = "从教二十年",
                }
            )
        );
        // Not to be had by a member of the school, who sees that there is a teacher.
        var seen = await school.Member.QueryAsync("query($id: ID!) { teacherById(id: $id) { title biography } }", new { id });
        Assert.Equal(("教授", "从教二十年"), (seen.String("teacherById.title"), seen.String("teacherById.biography")));

        school.Host.Time.Advance(TimeSpan.FromDays(700));
        // The term is over: nobody did anything.
        Assert.Null((await school.Member.QueryAsync("query($id: ID!) { teacherById(id: $id) { id } }", new { id }))["teacherById"]);
        Assert.Equal("EXITED", (await first.QueryAsync(Whole, new { id })).String("teacherById.status"));
        Assert.Equal(1, await CountAsync(first, "EXITED"));
        Assert.Equal("ACTIVE", await DoAsync(first, "renewTeacher", new { teacherId = id, to = "2029-12-31" }));
        Assert.Equal(0, await CountAsync(first, "EXITED"));
        Assert.Equal("EXITED", await DoAsync(first, "exitTeacher", new { teacherId = id, reason = "退休" }));
        var again = await first.QueryAsync(Propose, new { input = Input(term: "2030-12-31", key: null, teacherId: id) });
        Assert.Equal(id, again.String("proposeTeacher.teacher.id"));
        Assert.Equal(
            "DECLINED",
            await DoAsync(
                second,
                "reviewTeacher",
                new
                {
                    teacherId = id,
                    decision = "DECLINE",
                    reason = "已超龄",
                }
            )
        );
        var history = (await first.QueryAsync(Whole, new { id }))["teacherById.history.nodes"]!.AsArray();
        Assert.Equal(
            "DECLINED PROPOSED EXITED RENEWED EDITED RENEWED RESUMED SUSPENDED APPROVED PROPOSED",
            string.Join(' ', history.Select(line => line!["act"]!.GetValue<string>()))
        );
        Assert.Equal(("pool-2", "已超龄"), (history[0]!["by"]!.GetValue<string>(), history[0]!["reason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_pool_is_kept_below_the_own_grant_by_managers_and_administrators_alone()
    {
        await using var school = await School.OpenAsync();
        var id = School.Id("Teacher", School.Active);
        foreach (var stranger in new[] { school.CountyAdmin, school.Host.ClientWithin(SmallTown.County, "pool-county", "PoolManager") })
        {
            Assert.Equal("NotFoundError", await DoAsync(stranger, "suspendTeacher", new { teacherId = id, reason = "越权" }));
            Assert.Equal("NotFoundError", (await stranger.QueryAsync(Propose, new { input = Input() })).Refusal("proposeTeacher"));
        }
        var others = new[] { "Editor", "Reviewer", "Auditor" }.Select(role => school.Host.ClientWithin(SmallTown.City, $"of-{role}", role));
        foreach (var other in others.Append(school.Member).Append(school.Host.ClientFor("partner", "Teachers.Read")))
            Assert.Equal(
                "FORBIDDEN",
                (
                    await other.AskAsync(
                        "mutation($input: SuspendTeacherInput!) { suspendTeacher(input: $input) { errors { __typename } } }",
                        new { input = new { teacherId = id, reason = "越权" } }
                    )
                ).Code
            );
        Assert.Equal(
            "SUSPENDED",
            await DoAsync(
                school.Host.ClientWithin(SmallTown.City, "admin-city", "OrganisationAdmin"),
                "suspendTeacher",
                new { teacherId = id, reason = "进修" }
            )
        );
    }

    [Fact]
    public async Task An_administrator_makes_managers_of_the_pool_below_the_own_grant()
    {
        await using var school = await School.OpenAsync();
        var given = await school.CountyAdmin.QueryAsync(
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { role } errors { __typename } } }",
            new
            {
                input = new
                {
                    memberId = School.MemberId(School.Wang),
                    role = "POOL_MANAGER",
                    organisationId = School.Id("Organisation", SmallTown.County),
                    from = "2026-03-02",
                },
            }
        );
        Assert.Equal("POOL_MANAGER", given.String("giveGrant.grant.role"));
        var manager = school.Host.ClientFor(School.Wang, "Member");
        Assert.Contains("POOL_MANAGER", (await manager.QueryAsync("{ viewer { roles } }")).Text, StringComparison.Ordinal);
        Assert.Null((await manager.QueryAsync(Propose, new { input = Input(organisation: SmallTown.County) }))["proposeTeacher.errors"]);
    }

    [Fact]
    public async Task What_was_merged_goes_on_under_its_old_id_in_courseware_search_and_filters()
    {
        await using var school = await School.OpenAsync();
        var manager = Manager(school, "pool-1");
        var (kept, merged) = (School.Id("Teacher", School.Suspended), School.Id("Teacher", School.Active));
        const string Merge = "mutation($input: MergeTeachersInput!) { mergeTeachers(input: $input) { teacher { id } errors { __typename } } }";
        var input = new
        {
            keepId = kept,
            mergeId = merged,
            reason = "同一人",
        };
        Assert.Equal("ACTIVE", await DoAsync(manager, "resumeTeacher", new { teacherId = kept }));
        Assert.Equal("InvalidInputError", (await manager.QueryAsync(Merge, new { input = input with { mergeId = kept } })).Refusal("mergeTeachers"));
        Assert.Equal(kept, (await manager.QueryAsync(Merge, new { input })).String("mergeTeachers.teacher.id"));
        Assert.Equal(kept, (await manager.QueryAsync(Merge, new { input })).String("mergeTeachers.teacher.id"));

        var seen = await school.Member.QueryAsync(
            """
            query($kept: ID!, $merged: ID!) {
              teacherById(id: $merged) { id sharedWith { code } courseware { totalCount nodes { title teachers { name } } } }
              node(id: $merged) { id } teachers { nodes { name } }
              courseware(where: { teacherIds: { some: { eq: $kept } } }) { totalCount }
              found: courseware(search: "黄旧") { totalCount }
              gone: courseware(search: "林国栋") { totalCount } }
            """,
            new { kept, merged }
        );
        Assert.Equal((kept, kept), (seen.String("teacherById.id"), seen.String("node.id")));
        // One courseware named both, one the merged entry alone.
        Assert.Equal(2, seen["teacherById.courseware.totalCount"]!.GetValue<int>());
        Assert.All(
            seen["teacherById.courseware.nodes"]!.AsArray(),
            node => Assert.Equal("黄旧", node!["teachers"]!.AsArray().Single()!["name"]!.GetValue<string>())
        );
        Assert.Equal("黄旧", seen["teachers.nodes"]!.AsArray().Single()!["name"]!.GetValue<string>());
        Assert.Equal((2, 2, 0), (Count("courseware"), Count("found"), Count("gone")));
        Assert.Equal(School.OtherCounty, seen.String("teacherById.sharedWith.0.code"));
        // What is done to the old id is done to the teacher.
        Assert.Equal("SUSPENDED", await DoAsync(manager, "suspendTeacher", new { teacherId = merged, reason = "进修" }));
        Assert.Equal("SUSPENDED", (await manager.QueryAsync(Whole, new { id = kept })).String("teacherById.status"));

        int Count(string list) => seen[$"{list}.totalCount"]!.GetValue<int>();
    }

    [Fact]
    public async Task An_offer_is_answered_by_the_other_organisation_and_ended_by_either()
    {
        await using var school = await School.OpenAsync();
        var (manager, other) = (Manager(school, "pool-1"), school.Host.ClientWithin(SmallTown.County, "pool-county", "PoolManager"));
        var teacher = School.Id("Teacher", School.Active);
        const string Offer = "mutation($input: OfferTeacherInput!) { offerTeacher(input: $input) { agreement { id status } errors { __typename } } }";
        var input = new
        {
            teacherId = teacher,
            organisationId = School.Id("Organisation", SmallTown.County),
            from = "2026-03-02",
            to = "2026-12-31",
            showsContact = true,
        };
        Assert.Equal("NotFoundError", (await other.QueryAsync(Offer, new { input })).Refusal("offerTeacher"));
        var agreement = (await manager.QueryAsync(Offer, new { input })).String("offerTeacher.agreement.id");
        Assert.Equal("AgreementExistsError", (await manager.QueryAsync(Offer, new { input })).Refusal("offerTeacher"));
        Assert.Equal(["林国栋"], await OfferedAsync(other));
        Assert.Empty(await OfferedAsync(manager: school.OtherAdmin));
        Assert.Equal([School.OtherCounty], await SharedAsync(school.Member));

        Assert.Equal("NotFoundError", await AnswerAsync(school.OtherAdmin));
        Assert.Equal("ACCEPTED", await AnswerAsync(other));
        Assert.Equal("EntryOverError", await AnswerAsync(other));
        Assert.Empty(await OfferedAsync(other));
        Assert.Equal([School.OtherCounty, SmallTown.County], await SharedAsync(school.Member));

        var end = new
        {
            agreementId = agreement,
            on = "2026-03-31",
            reason = "任务完成",
        };
        Assert.Equal("NotFoundError", await EndAsync(school.OtherAdmin));
        Assert.Equal("ACCEPTED", await EndAsync(other));
        school.Host.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal([School.OtherCounty], await SharedAsync(school.Member));
        var node = await other.QueryAsync(
            "query($id: ID!) { node(id: $id) { ... on TeacherAgreement { status to endReason endedBy teacher { name } } } }",
            new { id = agreement }
        );
        Assert.Equal(("ENDED", "2026-03-31", "任务完成"), (node.String("node.status"), node.String("node.to"), node.String("node.endReason")));

        async Task<string> AnswerAsync(ApiClient client)
        {
            var answer = await client.QueryAsync(
                "mutation($input: AnswerOfferInput!) { answerOffer(input: $input) { agreement { status } errors { __typename } } }",
                new { input = new { agreementId = agreement, decision = "ACCEPT" } }
            );
            return answer.Refusal("answerOffer") ?? answer.String("answerOffer.agreement.status");
        }

        async Task<string> EndAsync(ApiClient client)
        {
            var answer = await client.QueryAsync(
                "mutation($input: EndAgreementInput!) { endAgreement(input: $input) { agreement { status } errors { __typename } } }",
                new { input = end }
            );
            return answer.Refusal("endAgreement") ?? answer.String("endAgreement.agreement.status");
        }

        async Task<IEnumerable<string>> SharedAsync(ApiClient client) =>
            (await client.QueryAsync("query($id: ID!) { teacherById(id: $id) { sharedWith { code } } }", new { id = teacher }))["teacherById.sharedWith"]!
                .AsArray()
                .Select(organisation => organisation!["code"]!.GetValue<string>());

        async Task<IEnumerable<string>> OfferedAsync(ApiClient manager) =>
            (
                await manager.QueryAsync(
                    "query($id: ID!) { teachersOffered(organisationId: $id) { nodes { name } } }",
                    new { id = School.Id("Organisation", SmallTown.County) }
                )
            )["teachersOffered.nodes"]!
                .AsArray()
                .Select(node => node!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_auditor_of_the_subtree_reads_who_did_what_to_a_teacher()
    {
        await using var school = await School.OpenAsync();
        await DoAsync(Manager(school, "pool-1"), "suspendTeacher", new { teacherId = School.Id("Teacher", School.Active), reason = "进修" });
        Assert.Equal(["pool-1 OK Teacher"], await ReadAsync(school.Host.ClientWithin(SmallTown.City, "auditor", "Auditor")));
        Assert.Empty(await ReadAsync(school.Host.ClientWithin(School.OtherCounty, "auditor-2", "Auditor")));

        static async Task<IEnumerable<string>> ReadAsync(ApiClient auditor) =>
            (await auditor.QueryAsync("{ auditLog(first: 50) { nodes { subject operation result targetType } } }"))["auditLog.nodes"]!
                .AsArray()
                .Where(entry => entry!["operation"]!.GetValue<string>() == "suspendTeacher")
                .Select(entry => $"{entry!["subject"]} {entry["result"]} {entry["targetType"]}");
    }

    internal static ApiClient Manager(School school, string subject) => school.Host.ClientWithin(SmallTown.City, subject, "PoolManager");

    private static object Input(string term = "2026-12-31", string? key = "k-1", string? teacherId = null, string organisation = SmallTown.City) =>
        new
        {
            teacherId,
            organisationId = School.Id("Organisation", organisation),
            name = "苏巧玲",
            title = "副教授",
            sources = new[] { "PARTY_SCHOOL" },
            engagement = "PART_TIME",
            subjects = new[] { "HISTORY" },
            term = new { from = "2026-03-01", to = term },
            contact = new { phone = "0595-22223333", mail = "su@example.cn" },
            reason = "市委党校推荐",
            idempotencyKey = key,
        };

    private static async Task<int> CountAsync(ApiClient client, string status) =>
        (await client.QueryAsync(ContractOperations.TeacherPool, new { where = new { status = new { eq = status } } }))["teachers.totalCount"]!.GetValue<int>();

    /// <summary>The status of the teacher after a mutation, or why it was refused.</summary>
    internal static async Task<string> DoAsync(ApiClient client, string mutation, object input)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var answer = await client.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ teacher {{ status }} errors {{ __typename }} }} }}",
            new { input }
        );
        return answer.Refusal(mutation) ?? answer.String($"{mutation}.teacher.status");
    }
}
