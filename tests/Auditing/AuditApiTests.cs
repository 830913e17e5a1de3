using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Study.Attacks;
using GraphQL;
using GraphQL.Types;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Auditing;

/// <summary>What is written of requests, and who reads it: the audit log through the API.</summary>
public sealed class AuditApiTests
{
    private const string Log =
        "{ auditLog(first: 100, where: { kind: { in: [READ, REFUSED_ACT] } }) { totalCount nodes { subject memberId kind operation targetType "
        + "targetId ownerIds result cost } } }";

    [Fact]
    public async Task Every_mutation_of_the_schema_is_recorded()
    {
        await using var school = await School.OpenAsync();
        var schema = school.Host.Service<ISchema>();
        schema.Initialize();
        var root = school.Administrator;
        foreach (var mutation in schema.Mutation!.Fields)
        {
            var input = ((IInputObjectGraphType)mutation.Arguments!.Find("input")!.ResolvedType!.GetNamedType()!)
                .Fields.Where(field => field.ResolvedType is NonNullGraphType)
                .ToDictionary(field => field.Name, Sample);
            await root.QueryAsync(
                $"mutation($input: {mutation.Arguments!.Find("input")!.ResolvedType}) {{ {mutation.Name}(input: $input) {{ errors {{ __typename }} }} }}",
                new { input }
            );
            var newest = (await EntriesAsync(school))[^1];
            Assert.Equal((mutation.Name, "root"), (newest["operation"].AsString, newest["subject"].AsString));
            Assert.NotEqual(AuditLog.Attempted, newest["result"].AsString);
        }
    }

    [Fact]
    public async Task A_mutation_is_recorded_with_whom_it_concerns_and_how_it_ended()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        await school.CountyAdmin.QueryAsync(
            ContractOperations.Register,
            new
            {
                input = new
                {
                    number = "QZ-0100",
                    name = "郑秋",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                },
            }
        );
        await school.CountyAdmin.QueryAsync(
            ContractOperations.Register,
            new
            {
                input = new
                {
                    number = "QZ-0101",
                    name = "郑冬",
                    organisationId = School.Id("Organisation", School.OtherBranch),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                },
            }
        );
        var claim = (
            await school.Member.QueryAsync(
                ContractOperations.Claim,
                new
                {
                    input = new
                    {
                        memberId = School.MemberId(School.Lin),
                        form = "LECTURE",
                        seconds = 2700,
                        heldOn = "2026-02-01",
                        title = "专题党课",
                    },
                }
            )
        ).String("claimCredit.claim.id");
        await school.OtherAdmin.QueryAsync(ContractOperations.Decide, new { input = new { claimId = claim, decision = "APPROVE" } });
        await school.CountyAdmin.QueryAsync(
            ContractOperations.Decide,
            new
            {
                input = new
                {
                    claimId = claim,
                    decision = "APPROVE",
                    reason = "属实",
                },
            }
        );
        await school.CountyAdmin.QueryAsync(
            ContractOperations.Decide,
            new
            {
                input = new
                {
                    claimId = claim,
                    decision = "REJECT",
                    reason = "再想",
                },
            }
        );
        await school.Member.AskAsync(ContractOperations.Decide, new { input = new { claimId = claim, decision = "APPROVE" } });
        await root.QueryAsync(
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { id } } }",
            new
            {
                input = new
                {
                    subject = "x",
                    role = "EDITOR",
                    organisationId = School.Id("Organisation", School.OtherCounty),
                    from = "2026-03-01",
                },
            }
        );

        var member = MemberRules.IdOf(School.Lin);
        var rawClaim = NodeId.Expect(claim, "CreditClaim");
        Assert.Equal(
            [
                $"admin-county Mutation registerMember Organisation:{SmallTown.Village} of {MemberRules.IdOf("QZ-0100")} OK",
                $"admin-county RefusedAct registerMember Organisation:{School.OtherBranch} of  NOT_FOUND",
                $"{School.Lin} Mutation claimCredit Member:{member} of {member} OK",
                $"admin-other RefusedAct decideCreditClaim CreditClaim:{rawClaim} of {member} NOT_FOUND",
                $"admin-county Mutation decideCreditClaim CreditClaim:{rawClaim} of {member} OK",
                $"admin-county Mutation decideCreditClaim CreditClaim:{rawClaim} of {member} CLAIM_DECIDED",
                $"{School.Lin} RefusedAct decideCreditClaim CreditClaim:{rawClaim} of {member} FORBIDDEN",
                $"root Mutation giveGrant Organisation:{School.OtherCounty} of  OK",
            ],
            await LinesAsync(school)
        );
        // Nothing that anybody wrote into a request is in the log.
        var kept = string.Concat((await EntriesAsync(school)).Select(entry => entry.ToJson()));
        foreach (var text in new[] { "郑秋", "QZ-0100", "专题党课", "属实", "再想" })
            Assert.DoesNotContain(text, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_of_other_persons_are_recorded_once_for_each_root_field_and_reads_of_oneself_are_not()
    {
        await using var school = await School.OpenAsync();
        var credit = await school.CreditAsync(School.Wang, "1", CreditForm.Lecture, 2700, new(2026, 2, 1));
        var (lin, wang) = (MemberRules.IdOf(School.Lin), MemberRules.IdOf(School.Wang));
        var both = string.Join(',', new[] { lin, wang }.Order(StringComparer.Ordinal));
        await school.Member.QueryAsync(
            "query($id: ID!) { me { name credits { nodes { id } } } memberById(id: $id) { name } courseware { nodes { title } } }",
            new { id = School.MemberId(School.Lin) }
        );
        await school.CountyAdmin.QueryAsync(
            "{ courseware { nodes { title } } organisations { nodes { name } } members(where: { number: { eq: \"none\" } }) { nodes { name } } }"
        );
        Assert.Empty(await LinesAsync(school));

        await school.CountyAdmin.QueryAsync(
            "query($id: ID!, $credit: ID!) { members { nodes { name } } one: creditById(id: $credit) { evidence { verified } } verifyLedger(memberId: "
                + "$id) { verified } node(id: $id) { id } }",
            new { id = School.MemberId(School.Wang), credit = School.Id("Credit", credit.Id) }
        );
        Assert.Equal(
            [
                $"admin-county Read members  of {both} OK",
                $"admin-county Read creditById Credit:{credit.Id} of {wang} OK",
                $"admin-county Read verifyLedger Member:{wang} of {wang} OK",
                $"admin-county Read node Member:{wang} of {wang} OK",
            ],
            await LinesAsync(school)
        );
        var entries = await EntriesAsync(school);
        Assert.Single(entries.Select(entry => entry["correlation"].AsString).Distinct());
        Assert.Equal([32, 12, 201, 2], entries.Select(entry => entry["cost"].AsInt32));
    }

    [Fact]
    public async Task Reaching_for_another_members_things_is_recorded_with_whose_they_are()
    {
        await using var school = await School.OpenAsync();
        var (lin, wang) = (MemberRules.IdOf(School.Lin), MemberRules.IdOf(School.Wang));
        var ids = new[]
        {
            School.MemberId(School.Wang),
            School.Id("StudySession", $"{wang}/1"),
            School.Id("Credit", $"{wang}/s1/2026-03-02"),
            School.MemberId(School.Lin),
            School.Id("Credit", "nobody/1"),
        };
        await school.Member.QueryAsync(
            "query($ids: [ID!]!, $other: ID! = \""
                + ids[0]
                + "\") { nodes(ids: $ids) { id } memberById(id: $other) { name } creditById(id: \""
                + ids[4]
                + "\") { id } }",
            new { ids }
        );
        // An administrator keeps the register and yet sees nobody's sessions; what is missing within the subtree is only missing.
        await school.CountyAdmin.QueryAsync(
            "query($session: ID!, $credit: ID!) { node(id: $session) { id } creditById(id: $credit) { id } }",
            new { session = ids[1], credit = ids[2] }
        );
        Assert.Equal(
            [
                $"{School.Lin} RefusedAct nodes Member:{wang} of {wang} NOT_FOUND",
                $"{School.Lin} RefusedAct memberById Member:{wang} of {wang} NOT_FOUND",
                $"admin-county RefusedAct node StudySession:{wang}/1 of {wang} NOT_FOUND",
                $"admin-county Read creditById Credit:{wang}/s1/2026-03-02 of {wang} NOT_FOUND",
            ],
            await LinesAsync(school)
        );
        Assert.Equal(lin, (await EntriesAsync(school))[0]["memberId"].AsString);
    }

    [Fact]
    public async Task Every_look_of_an_auditor_is_recorded_and_each_reads_what_concerns_their_subtree()
    {
        await using var school = await School.OpenAsync();
        var auditor = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        var other = school.Host.ClientWithin(School.OtherCounty, "auditor-other", "Auditor");
        await auditor.QueryAsync(ContractOperations.MemberStanding, new { id = School.MemberId(School.Lin), year = 2026 });
        await auditor.QueryAsync(ContractOperations.Catalogue);
        Assert.Equal("FORBIDDEN", (await auditor.AskAsync("{ grants(subject: \"x\") { id } }")).Code);
        Assert.Equal("FIELDS_ON_CORRECT_TYPE", (await auditor.AskAsync("{ members { nothing } }")).Code);
        school.Host.Time.Advance(TimeSpan.FromSeconds(1));
        await other.QueryAsync("query($id: ID!) { memberById(id: $id) { name } }", new { id = School.MemberId(School.Lin) });
        Assert.Equal("FORBIDDEN", (await school.CountyAdmin.AskAsync(Log)).Code);

        var member = MemberRules.IdOf(School.Lin);
        Assert.Equal(
            [
                $"auditor Read memberById Member:{member} of {member} OK",
                "auditor Read courseware  of  OK",
                "auditor RefusedAct grants  of  FORBIDDEN",
                "auditor Read members  of  FIELDS_ON_CORRECT_TYPE",
                $"auditor-other RefusedAct memberById Member:{member} of {member} NOT_FOUND",
                "admin-county RefusedAct auditLog  of  FORBIDDEN",
            ],
            await LinesAsync(school)
        );
        Assert.Equal(6, (await school.Administrator.QueryAsync(Log))["auditLog.totalCount"]!.GetValue<int>());
        var seen = await auditor.QueryAsync(Log);
        Assert.Equal(["auditor-other", "auditor"], seen["auditLog.nodes"]!.AsArray().Select(entry => (string)entry!["subject"]!));
        Assert.Equal(
            (School.MemberId(School.Lin), School.MemberId(School.Lin), "REFUSED_ACT"),
            (seen.String("auditLog.nodes.0.targetId"), seen.String("auditLog.nodes.0.ownerIds.0"), seen.String("auditLog.nodes.0.kind"))
        );
        Assert.Equal(0, (await other.QueryAsync(Log))["auditLog.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_auditor_neither_reads_nor_finds_who_is_outside_the_grant()
    {
        await using var school = await School.OpenAsync();
        string[] all = [School.MemberId(School.Chen), School.MemberId(School.Lin), School.MemberId(School.Wang)];
        await school.Administrator.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = all });
        var here = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        var there = school.Host.ClientWithin(School.OtherCounty, "auditor-other", "Auditor");
        await here.QueryAsync("{ me { name } }");

        var (chen, lin, wang) = (all[0], all[1], all[2]);
        Assert.Equal(Told(null, lin, wang), await ReadAsync(here));
        Assert.Equal(Told(chen, chen), await ReadAsync(there));
        Assert.Equal(Told(chen, all), await ReadAsync(school.Administrator));

        Assert.Equal("0 1 1 0 1", await FoundAsync(here));
        Assert.Equal("1 0 1 0 0", await FoundAsync(there));
        Assert.Equal("1 1 1 1 1", await FoundAsync(school.Administrator));

        static string Told(string? target, params IEnumerable<string> owners) => $"{target} of {string.Join(' ', owners.Order(StringComparer.Ordinal))}";

        async Task<string> ReadAsync(ApiClient client)
        {
            var entry = (await client.QueryAsync("{ auditLog(where: { subject: { eq: \"root\" } }) { nodes { targetId ownerIds } } }"))["auditLog.nodes.0"]!;
            return Told((string?)entry["targetId"], entry["ownerIds"]!.AsArray().Select(owner => (string)owner!));
        }

        // One for each, either, both and both within: what is asked of an outsider finds nothing, alone or among others.
        async Task<string> FoundAsync(ApiClient client)
        {
            string Some(int i) => $"ownerIds: {{ some: {{ eq: \"{all[i]}\" }} }}";
            string[] filters =
            [
                Some(0),
                Some(1),
                $"or: [{{ {Some(0)} }}, {{ {Some(1)} }}]",
                $"and: [{{ {Some(0)} }}, {{ {Some(1)} }}]",
                $"and: [{{ {Some(1)} }}, {{ {Some(2)} }}]",
            ];
            var answer = await client.QueryAsync(
                $"{{ {string.Join(' ', filters.Select((where, i) => $"f{i}: auditLog(where: {{ subject: {{ eq: \"root\" }}, {where} }}) {{ totalCount }}"))} }}"
            );
            return string.Join(' ', filters.Select((_, i) => answer[$"f{i}.totalCount"]!.GetValue<int>()));
        }
    }

    [Theory]
    [InlineData("subject: { eq: \"auditor\" }", 2)]
    [InlineData("ownerIds: { some: { eq: \"LIN\" } }", 3)]
    [InlineData("kind: { eq: REFUSED_ACT }", 1)]
    [InlineData("result: { in: [\"NOT_FOUND\"] }", 1)]
    [InlineData("at: { gte: \"2026-03-02T05:00:00Z\" }, kind: { eq: READ }", 1)]
    public async Task The_log_is_searched_by_its_filters(string where, int found)
    {
        await using var school = await School.OpenAsync();
        var auditor = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        const string Ask = "query($id: ID!) { memberById(id: $id) { name } }";
        await auditor.QueryAsync(Ask, new { id = School.MemberId(School.Lin) });
        await school.Host.ClientFor(School.Wang, "Member").QueryAsync(Ask, new { id = School.MemberId(School.Lin) });
        school.Host.Time.Advance(TimeSpan.FromHours(2));
        await auditor.QueryAsync(Ask, new { id = School.MemberId(School.Lin) });
        var answer = await school.Administrator.QueryAsync(
            $"{{ auditLog(where: {{ {where.Replace("LIN", School.MemberId(School.Lin), StringComparison.Ordinal)} }}, order: [{{ at: ASC }}]) {{ "
                + $"totalCount nodes {{ at }} }} }}"
        );
        Assert.Equal(found, answer["auditLog.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_neither_done_nor_shown()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        await admin.QueryAsync(ContractOperations.Members);
        // From now on the database takes no further entry.
        await Audit(school).Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("subject", 1), new() { Unique = true, Name = "full" }));
        Assert.Equal("INTERNAL", (await admin.AskAsync(ContractOperations.Members)).Code);
        var refused = await admin.AskAsync(
            ContractOperations.Register,
            new
            {
                input = new
                {
                    number = "QZ-0100",
                    name = "郑秋",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                },
            }
        );
        Assert.Equal("INTERNAL", refused.Code);
        Assert.Null(await school.Host.Service<MemberRegister>().FindByNumberAsync("QZ-0100", default));
        // Whoever looks at their own leaves no trace and is answered.
        await school.Member.QueryAsync("{ me { name } }");
    }

    [Fact]
    public async Task A_beat_costs_one_round_trip_and_leaves_no_entry()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var before = await room.Documents("audit").CountDocumentsAsync(new BsonDocument());
        var beats = 0;
        Assert.Equal(1, await room.Host.RoundTripsOf(async () => await lin.BeatAsync(session, 20, (beats++ * 20, beats * 20))));
        await lin.SendAsync(session, 1, played: (0, 20));
        await lin.FinishAsync(session);
        await lin.BeatAsync(session, 30, (60, 90));
        Assert.Equal(before + 1, await room.Documents("audit").CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public void Whatever_belongs_to_a_member_says_so()
    {
        var silent = typeof(Member)
            .Assembly.GetExportedTypes()
            .Where(type =>
                type.GetProperty(nameof(IOfMember.MemberId)) is { } property
                && property.PropertyType == typeof(string)
                && !type.IsAssignableTo(typeof(IOfMember))
                && type.IsClass
            )
            .Select(type => type.Name);
        // What is handed in, who acts, the log itself, and events, which are ids alone, are no data shown of a person; a teacher is public, and the pool's.
        Assert.Equal(
            [
                "Actor",
                "AssignPosition",
                "AuditEntry",
                "ClaimCredit",
                "DomainEvent",
                "EditMember",
                "EditTeacher",
                "EndHeld",
                "EndMember",
                "GiveGrant",
                "Grant",
                "HoldCategory",
                "JoinOrganisation",
                "LinkIdentity",
                "NewCredit",
                "NewTeacher",
                "ProposeTeacher",
                "ReadmitMember",
                "RecordBackground",
                "RecordLeave",
                "RecordSkill",
                "SheetExport",
                "SheetImport",
                "Teacher",
                "TransferMember",
                "VoidHeld",
                "WaiveFigure",
            ],
            silent.Order()
        );
    }

    private static async Task<List<string>> LinesAsync(School school) =>
        [
            .. (await EntriesAsync(school)).Select(entry =>
                $"{entry["subject"]} {entry["kind"]} {entry["operation"]} {Target(entry)} of {string.Join(',', entry["ownerIds"].AsBsonArray)} "
                + $"{entry["result"]}"
            ),
        ];

    private static string Target(BsonDocument entry) => entry.TryGetValue("target", out var target) ? $"{target["type"]}:{target["id"]}" : "";

    /// <summary>In the order in which they were written; without the grants that the callers of these tests began with.</summary>
    private static async Task<List<BsonDocument>> EntriesAsync(School school) =>
        [.. (await Audit(school).Find(new BsonDocument()).ToListAsync()).Where(entry => entry["subject"] != DevelopmentIssuer.Subject)];

    private static IMongoCollection<BsonDocument> Audit(School school) => school.Host.Service<ContentDatabase>().Collection<BsonDocument>("audit");

    /// <summary>A value that passes validation; ids name things of a member who is there.</summary>
    private static object Sample(FieldType field) =>
        ((NonNullGraphType)field.ResolvedType!).ResolvedType switch
        {
            IInputObjectGraphType inner => inner.Fields.Where(part => part.ResolvedType is NonNullGraphType).ToDictionary(part => part.Name, Sample),
            IdGraphType => IdFields.NodeTypeOf(field) is "Member" or null
                ? School.MemberId(School.Lin)
                : School.Id(IdFields.NodeTypeOf(field)!, $"{MemberRules.IdOf(School.Lin)}/1"),
            EnumerationGraphType choice => choice.Values.First().Name,
            ListGraphType => Array.Empty<object>(),
            DateScalar => "2026-03-01",
            DateTimeScalar => "2026-03-01T00:00:00Z",
            StringGraphType => "x",
            BooleanGraphType => true,
            _ => 1,
        };
}
