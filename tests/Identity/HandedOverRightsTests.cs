using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Tests.Identity;

/// <summary>
/// Every mutation by which somebody could act on another person, asked by an administrator of that person's organisation who is a member, too: what they may do
/// for others, and what stays the others' own. A mutation that is not in the table fails it.
/// </summary>
public sealed class HandedOverRightsTests
{
    /// <summary>
    /// Nothing in them acts for a member: courseware, its files, teachers once they are recommended, and documents. Who may is in the table of rights.
    /// </summary>
    private static readonly string[] OfThings =
    [
        "answerOffer",
        "cancelMove",
        "changeSector",
        "closeOrganisation",
        "closeVenue",
        "createAssetFolder",
        "createCourseware",
        "createOrganisation",
        "deleteAsset",
        "deleteAssetFolder",
        "discardCourseware",
        "duplicateCourseware",
        "editCourseware",
        "editTeacher",
        "editVenue",
        "endAgreement",
        "enterVenue",
        "exitTeacher",
        "mergeTeachers",
        "moveAssets",
        "moveOrganisation",
        "offerTeacher",
        "publishCourseware",
        "recogniseBase",
        "registerOperation",
        "renameAssetFolder",
        "renameOrganisation",
        "renewTeacher",
        "resumeTeacher",
        "retireCourseware",
        "retireOperation",
        "revertImport",
        "reviewCourseware",
        "setTrainingOrganiser",
        "startExport",
        "startImport",
        "setAvailability",
        "submitCourseware",
        "suspendTeacher",
        "tagCourseware",
        "unscheduleCourseware",
        "voidRecognition",
        "withdrawBase",
    ];

    private const string Today = "2026-03-02";

    [Fact]
    public async Task What_an_administrator_may_do_for_others_hands_over_nothing_of_theirs()
    {
        await using var school = await School.OpenAsync();
        var wang = school.Host.ClientFor(School.Wang, "Member");
        // Lin is a member of the county and its administrator.
        var admin = school.Host.ClientWithin(SmallTown.County, School.Lin, "OrganisationAdmin", "Member");
        var session = (await wang.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", School.History) } })).String(
            "startStudySession.studySession.id"
        );
        var claim = await ClaimAsync(wang, School.Wang);
        var forWang = await ClaimAsync(admin, School.Wang);
        var own = await ClaimAsync(admin, School.Lin);
        var credit = School.Id("Credit", (await school.CreditAsync(School.Wang, "class", CreditForm.Lecture, 2700, new(2026, 1, 5))).Id);
        var ownCredit = School.Id("Credit", (await school.CreditAsync(School.Lin, "class", CreditForm.Lecture, 2700, new(2026, 1, 5))).Id);
        var (village, wangId, linId) = (School.Id("Organisation", SmallTown.Village), School.MemberId(School.Wang), School.MemberId(School.Lin));

        var leaver = await school
            .Host.Service<MemberRegister>()
            .RegisterAsync(new("QZ-0200", "郑冬", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), SmallTown.Clerk, default);
        var forLeaving = School.Id("Member", leaver.Id);

        // Recommended by nobody known, so that it is only being the teacher oneself that stands in the way.
        var linsOwn = new NewTeacher(
            "t-lin",
            "林晓燕",
            "税务所干部",
            [TeacherSource.LeadingCadre],
            TeacherEngagement.PartTime,
            [Subject.Policy],
            SmallTown.County,
            [],
            new(new(2026, 1, 1), null),
            TeacherStatus.Proposed,
            "推荐"
        )
        {
            MemberId = MemberRules.IdOf(School.Lin),
        };
        await school.Host.Service<TeacherPool>().AddManyAsync([linsOwn], default);

        var table = new (string Mutation, object Input, string Outcome)[]
        {
            // The register: what is so, and who signs in, but never as whom one has a sign-in for.
            (
                "registerMember",
                new
                {
                    number = "QZ-0100",
                    name = "郑秋",
                    organisationId = village,
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                },
                "done"
            ),
            (
                "assignPosition",
                new
                {
                    memberId = wangId,
                    organisationId = village,
                    position = "SECRETARY",
                    from = "2026-02-01",
                },
                "done"
            ),
            ("linkIdentity", new { memberId = wangId, identity = School.Lin }, "LinkNotIndependentError"),
            ("linkIdentity", new { memberId = linId, identity = "oid-further" }, "LinkNotIndependentError"),
            ("linkIdentity", new { memberId = wangId, identity = "oid-wang" }, "done"),
            (
                "linkIdentity",
                new
                {
                    memberId = wangId,
                    identity = "oid-friend",
                    reason = "他要求的",
                },
                "IdentityLinkedError"
            ),
            // Claims: made for others, decided by others, taken back by who made them or whose they are.
            (
                "claimCredit",
                new
                {
                    memberId = wangId,
                    form = "LECTURE",
                    seconds = 60,
                    heldOn = "2026-02-01",
                    title = "课",
                },
                "done"
            ),
            (
                "claimCreditForMany",
                new
                {
                    memberIds = new[] { wangId, linId },
                    form = "LECTURE",
                    seconds = 60,
                    heldOn = "2026-02-02",
                    title = "课",
                },
                "done"
            ),
            (
                "amendCreditClaim",
                new
                {
                    claimId = claim,
                    form = "LECTURE",
                    seconds = 60,
                    heldOn = "2026-02-01",
                    title = "课",
                },
                "NotFoundError"
            ),
            ("decideCreditClaims", new { claimIds = new[] { forWang, own }, decision = "APPROVE" }, "done"),
            ("withdrawCreditClaim", new { claimId = claim }, "NotFoundError"),
            ("decideCreditClaim", new { claimId = forWang, decision = "APPROVE" }, "DecisionNotIndependentError"),
            ("decideCreditClaim", new { claimId = own, decision = "APPROVE" }, "DecisionNotIndependentError"),
            (
                "decideCreditClaim",
                new
                {
                    claimId = claim,
                    decision = "REJECT",
                    reason = "材料不全",
                },
                "done"
            ),
            // The ledger: a reversal stands beside what it reverses, with who made it; one's own is nobody's to touch.
            ("reverseCredit", new { creditId = credit, reason = "重复" }, "done"),
            ("reverseCredit", new { creditId = ownCredit, reason = "重复" }, "done"),
            // Studying: for oneself alone.
            (
                "recordStudyProgress",
                new
                {
                    sessionId = session,
                    sequence = 1,
                    positionSeconds = 1.0,
                    segments = Array.Empty<object>(),
                },
                "NotFoundError"
            ),
            ("finishStudySession", new { sessionId = session }, "NotFoundError"),
            ("startStudySession", new { coursewareId = School.Id("Courseware", School.Farming) }, "done"),
            // Roles: to others, below what one has; never to oneself by whatever name.
            ("giveGrant", Grant(null, wangId, "EDITOR", village), "done"),
            ("giveGrant", Grant("friend", null, "ORGANISATION_ADMIN", School.Id("Organisation", SmallTown.County)), "done"),
            ("giveGrant", Grant(School.Lin, null, "EDITOR", village), "GrantNotIndependentError"),
            ("giveGrant", Grant(null, linId, "EDITOR", village), "GrantNotIndependentError"),
            ("giveGrant", Grant("friend", null, "AUDITOR", School.Id("Organisation", SmallTown.County)), "InvalidInputError"),
            ("giveGrant", Grant("friend", null, "STANDING_READ", village), "InvalidInputError"),
            ("giveGrant", Grant("friend", null, "EDITOR", School.Id("Organisation", SmallTown.City)), "NotFoundError"),
            ("revokeGrant", new { grantId = School.Id("Grant", "g"), lastDay = "2026-03-01" }, "NotFoundError"),
            // Codes: for members without a sign-in; joining by one is for who is none yet.
            ("issueActivationCodes", new { organisationId = village }, "done"),
            ("activateMember", new { number = School.Wang, code = "00000-00000" }, "ActivationRefusedError"),
            // The teacher pool: members are recommended by others and decided by further ones.
            ("proposeTeacher", Recommended(wangId), "done"),
            ("proposeTeacher", Recommended(School.MemberId(School.Chen)), "InvalidInputError"),
            ("reviewTeacher", new { teacherId = School.Id("Teacher", linsOwn.Id), decision = "APPROVE" }, "TeacherReviewNotIndependentError"),
            // The record: corrected, ended and taken back with who did it and why.
            (
                "editMember",
                new
                {
                    memberId = wangId,
                    name = "王建国",
                    reason = "更正",
                },
                "done"
            ),
            (
                "addCategory",
                new
                {
                    memberId = wangId,
                    category = "COMMUNITY",
                    main = false,
                    from = "2026-03-01",
                },
                "done"
            ),
            ("endCategory", new { id = Held("HeldCategory", 1), on = Today }, "done"),
            ("voidCategory", new { id = Held("HeldCategory", 0), reason = "没有了" }, "EntryNeededError"),
            (
                "addReceivingMembership",
                new
                {
                    memberId = wangId,
                    organisationId = School.Id("Organisation", SmallTown.Office),
                    from = "2026-03-01",
                },
                "done"
            ),
            ("endMembership", new { id = Held("Membership", 1), on = Today }, "done"),
            ("voidMembership", new { id = Held("Membership", 0), reason = "没有了" }, "EntryNeededError"),
            ("endPosition", new { id = Held("HeldPosition", 0), on = Today }, "done"),
            ("voidPosition", new { id = Held("HeldPosition", 0), reason = "录错" }, "done"),
            (
                "recordBackground",
                new
                {
                    memberId = wangId,
                    background = "LAID_OFF",
                    from = "2026-01-01",
                },
                "done"
            ),
            ("endBackground", new { id = Held("HeldBackground", 0), on = Today }, "done"),
            ("voidBackground", new { id = Held("HeldBackground", 0), reason = "录错" }, "done"),
            (
                "recordSkill",
                new
                {
                    memberId = wangId,
                    name = "茶叶加工",
                    recordedOn = "2026-02-01",
                },
                "done"
            ),
            ("voidSkill", new { id = Held("RecordedSkill", 0), reason = "录错" }, "done"),
            (
                "recordLeave",
                new
                {
                    memberId = wangId,
                    from = "2026-01-05",
                    to = "2026-01-09",
                    authority = "本单位党组织",
                    reason = "病假",
                },
                "done"
            ),
            ("voidLeave", new { id = Held("Leave", 0), reason = "录错" }, "done"),
            // A figure of somebody else's, with whose authority it is; one's own never.
            (
                "waiveFigure",
                new
                {
                    memberId = wangId,
                    ruleId = "R1",
                    year = 2026,
                    authority = "县委组织部",
                    reason = "病假",
                },
                "done"
            ),
            (
                "waiveFigure",
                new
                {
                    memberId = linId,
                    ruleId = "R3",
                    year = 2026,
                    authority = "县委组织部",
                    reason = "病假",
                },
                "DecisionNotIndependentError"
            ),
            ("voidWaiver", new { id = Held("HeldWaiver", 0), reason = "误批" }, "done"),
            (
                "setRecordsFrom",
                new
                {
                    organisationId = village,
                    from = "1999-01-01",
                    reason = "补录",
                },
                "done"
            ),
            (
                "setRecordsFrom",
                new
                {
                    organisationId = village,
                    from = "2026-02-01",
                    reason = "推后",
                },
                "InvalidInputError"
            ),
            ("requestCorrection", new { text = "入党时间有误" }, "done"),
            (
                "answerCorrection",
                new
                {
                    requestId = School.Id("CorrectionRequest", $"{MemberRules.IdOf(School.Wang)}/none"),
                    status = "DECLINED",
                    answer = "无误",
                },
                "NotFoundError"
            ),
            ("readNotifications", new { }, "done"),
            (
                "transferMember",
                new
                {
                    memberId = wangId,
                    toOrganisationId = School.Id("Organisation", School.OtherBranch),
                    on = Today,
                },
                "NotFoundError"
            ),
            (
                "endMember",
                new
                {
                    memberId = forLeaving,
                    on = Today,
                    reason = "LEFT",
                },
                "done"
            ),
            (
                "readmitMember",
                new
                {
                    memberId = forLeaving,
                    organisationId = village,
                    category = "RURAL",
                    from = "2026-03-20",
                },
                "done"
            ),
        };
        var schema = school.Host.Service<ISchema>();
        schema.Initialize();
        Assert.Equal(schema.Mutation!.Fields.Select(field => field.Name).Order(), table.Select(row => row.Mutation).Distinct().Concat(OfThings).Order());

        var outcomes = new List<string>();
        foreach (var (mutation, input, _) in table)
        {
            var type = schema.Mutation.GetField(mutation)!.Arguments!.Find("input")!.ResolvedType;
            var answer = await admin.AskAsync($"mutation($input: {type}) {{ {mutation}(input: $input) {{ errors {{ __typename }} }} }}", new { input });
            outcomes.Add($"{mutation}: {answer.Code ?? answer.Refusal(mutation) ?? "done"}");
        }

        Assert.Equal(table.Select(row => $"{row.Mutation}: {row.Outcome}"), outcomes);
        // Each of them is still who they were, and what is theirs alone is theirs alone.
        const string Mine = "{ me { number studySessions { totalCount } studyLog { totalCount } } }";
        Assert.Equal((School.Lin, 1), await MineAsync(admin));
        Assert.Equal((School.Wang, 1), await MineAsync(school.Host.ClientFor("oid-wang", "Member")));
        var seen = await admin.QueryAsync(
            "query($id: ID!, $session: ID!) { memberById(id: $id) { studySessions { totalCount } studyLog { totalCount } } node(id: $session) { id } }",
            new { id = wangId, session }
        );
        Assert.Equal(
            (0, 0, null),
            (seen["memberById.studySessions.totalCount"]!.GetValue<int>(), seen["memberById.studyLog.totalCount"]!.GetValue<int>(), seen["node"])
        );

        static string Held(string type, int place) => School.Id(type, $"{MemberRules.IdOf(School.Wang)}/{place}");

        static object Grant(string? subject, string? memberId, string role, string organisationId) =>
            new
            {
                subject,
                memberId,
                role,
                organisationId,
                from = Today,
            };

        static object Recommended(string memberId) =>
            new
            {
                name = "王建国",
                title = "种植能手",
                sources = new[] { "LOCAL_EXPERT" },
                engagement = "PART_TIME",
                subjects = new[] { "PRACTICAL_TECHNIQUE" },
                organisationId = School.Id("Organisation", SmallTown.County),
                term = new { from = Today },
                memberId,
            };

        async Task<(string, int)> MineAsync(ApiClient client)
        {
            var answer = await client.QueryAsync(Mine);
            return (answer.String("me.number"), answer["me.studySessions.totalCount"]!.GetValue<int>());
        }
    }

    private static async Task<string> ClaimAsync(ApiClient client, string number) =>
        (
            await client.QueryAsync(
                ContractOperations.Claim,
                new
                {
                    input = new
                    {
                        memberId = School.MemberId(number),
                        form = "LECTURE",
                        seconds = 2700,
                        heldOn = "2026-02-01",
                        title = "专题党课",
                    },
                }
            )
        ).String("claimCredit.claim.id");
}
