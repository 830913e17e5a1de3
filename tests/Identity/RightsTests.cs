namespace ELearning.Tests.Identity;

/// <summary>The table of rights of api/README.md, edge by edge, through the API.</summary>
public sealed class RightsTests
{
    private const string MemberById = "query($id: ID!) { memberById(id: $id) { name } node(id: $id) { id } }";

    [Fact]
    public async Task Without_a_token_there_is_nothing()
    {
        await using var school = await School.OpenAsync();
        var anonymous = school.Host.Anonymous();
        foreach (
            var query in new[]
            {
                "{ courseware { totalCount } }",
                "{ teachers { totalCount } }",
                "{ me { name } }",
                "{ members { totalCount } }",
                "{ organisations { totalCount } }",
            }
        )
        {
            var answer = await anonymous.AskAsync(query);
            Assert.Equal("UNAUTHENTICATED", answer.Code);
            Assert.Null(answer.Json["data"]);
        }

        Assert.Equal(
            "UNAUTHENTICATED",
            (await anonymous.AskAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", School.History) } })).Code
        );
        Assert.Equal(
            "UNAUTHENTICATED",
            (await anonymous.AskAsync("query($id: ID!) { node(id: $id) { id } }", new { id = School.Id("Courseware", School.History) })).Code
        );
        Assert.Equal("Query", (await anonymous.QueryAsync("{ __typename }")).String("__typename"));
    }

    [Fact]
    public async Task A_member_sees_themself_alone()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal("林晓燕", (await school.Member.QueryAsync(MemberById, new { id = School.MemberId(School.Lin) })).String("memberById.name"));
        var other = await school.Member.QueryAsync(MemberById, new { id = School.MemberId(School.Wang) });
        Assert.Null(other["memberById"]);
        Assert.Null(other["node"]);
        foreach (
            var query in new[]
            {
                "{ members { totalCount } }",
                "{ claims { totalCount } }",
                "{ organisations { totalCount } }",
                "{ grants(subject: \"x\") { id } }",
                "{ me { organisation { complianceReport(year: 2026) { members } } } }",
            }
        )
        {
            Assert.Equal("FORBIDDEN", (await school.Member.AskAsync(query)).Code);
        }

        foreach (
            var (operation, input) in new (string, object)[]
            {
                (
                    ContractOperations.Register,
                    new
                    {
                        number = "QZ-0100",
                        name = "郑秋",
                        organisationId = School.Id("Organisation", SmallTown.Village),
                        category = "RURAL",
                        admittedOn = "2026-01-15",
                    }
                ),
                (
                    ContractOperations.Assign,
                    new
                    {
                        memberId = School.MemberId(School.Lin),
                        organisationId = School.Id("Organisation", SmallTown.Village),
                        position = "SECRETARY",
                        from = "2026-02-01",
                    }
                ),
                (ContractOperations.Decide, new { claimId = School.Id("CreditClaim", "a/b"), decision = "APPROVE" }),
                (ContractOperations.Reverse, new { creditId = School.Id("Credit", "a/b"), reason = "错" }),
            }
        )
        {
            Assert.Equal("FORBIDDEN", (await school.Member.AskAsync(operation, new { input })).Code);
        }

        var own = await school.Member.QueryAsync(
            "query($own: ID!, $other: ID!) { own: organisationById(id: $own) { name } other: organisationById(id: $other) { name } }",
            new { own = School.Id("Organisation", SmallTown.Office), other = School.Id("Organisation", SmallTown.Village) }
        );
        Assert.Equal("南安市税务局机关党支部", own.String("own.name"));
        Assert.Null(own["other"]);
    }

    [Fact]
    public async Task An_administrator_acts_within_the_subtree_and_nowhere_else()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal("王建国", (await school.CountyAdmin.QueryAsync(MemberById, new { id = School.MemberId(School.Wang) })).String("memberById.name"));
        var elsewhere = await school.CountyAdmin.QueryAsync(MemberById, new { id = School.MemberId(School.Chen) });
        Assert.Null(elsewhere["memberById"]);
        Assert.Null(elsewhere["node"]);
        Assert.Equal(2, (await school.CountyAdmin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Equal(1, (await school.OtherAdmin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Equal(
            0,
            (
                await school.CountyAdmin.QueryAsync(
                    ContractOperations.Members,
                    new { where = new { organisationId = new { eq = School.Id("Organisation", School.OtherCounty) } } }
                )
            )["members.totalCount"]!.GetValue<int>()
        );

        Assert.Null(
            (
                await school.CountyAdmin.QueryAsync(
                    ContractOperations.OrganisationReport,
                    new { id = School.Id("Organisation", School.OtherCounty), year = 2026 }
                )
            )["organisationById"]
        );
        Assert.Null(
            (await school.CountyAdmin.QueryAsync(ContractOperations.OrganisationReport, new { id = School.Id("Organisation", SmallTown.City), year = 2026 }))[
                "organisationById"
            ]
        );
        Assert.Null(
            (
                await school.CountyAdmin.QueryAsync(
                    "query($id: ID!) { organisationById(id: $id) { parent { complianceReport(year: 2026) { members } children { name } } } }",
                    new { id = School.Id("Organisation", SmallTown.County) }
                )
            )["organisationById.parent.complianceReport"]
        );

        Assert.Equal(
            "NotFoundError",
            (
                await school.OtherAdmin.QueryAsync(
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
                )
            ).Refusal("registerMember")
        );
        Assert.Equal(
            "NotFoundError",
            (
                await school.OtherAdmin.QueryAsync(
                    ContractOperations.Assign,
                    new
                    {
                        input = new
                        {
                            memberId = School.MemberId(School.Lin),
                            organisationId = School.Id("Organisation", School.OtherBranch),
                            position = "SECRETARY",
                            from = "2026-02-01",
                        },
                    }
                )
            ).Refusal("assignPosition")
        );
        Assert.Equal(
            "NotFoundError",
            (
                await school.OtherAdmin.QueryAsync(
                    ContractOperations.Claim,
                    new
                    {
                        input = new
                        {
                            memberId = School.MemberId(School.Lin),
                            form = "LECTURE",
                            seconds = 60,
                            heldOn = "2026-02-01",
                            title = "课",
                        },
                    }
                )
            ).Refusal("claimCredit")
        );
        Assert.Equal(
            "NotFoundError",
            (
                await school.OtherAdmin.QueryAsync(
                    "mutation($input: LinkIdentityInput!) { linkIdentity(input: $input) { errors { __typename } } }",
                    new { input = new { memberId = School.MemberId(School.Lin), identity = "mine" } }
                )
            ).Refusal("linkIdentity")
        );
        Assert.Equal(3, (await school.Administrator.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_role_without_a_grant_is_nothing_and_a_grant_confers_its_role()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal(
            0,
            (await school.Host.ClientFor("nobody", "OrganisationAdmin").QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>()
        );
        await school.CountyAdmin.QueryAsync(ContractOperations.Members);
        Assert.Equal(2, (await school.Host.ClientFor("admin-county").QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Equal("FORBIDDEN", (await school.Host.ClientFor("somebody").AskAsync(ContractOperations.Members)).Code);
        // Of a partner application a grant makes no administrator.
        Assert.Equal("FORBIDDEN", (await school.Host.ClientFor("admin-county", "Catalogue.Read").AskAsync(ContractOperations.Members)).Code);
    }

    [Fact]
    public async Task An_auditor_reads_the_subtree_and_changes_nothing()
    {
        await using var school = await School.OpenAsync();
        var auditor = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        Assert.Equal(2, (await auditor.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Null((await auditor.QueryAsync(MemberById, new { id = School.MemberId(School.Chen) }))["memberById"]);
        Assert.Equal(
            "FORBIDDEN",
            (
                await auditor.AskAsync(
                    ContractOperations.Claim,
                    new
                    {
                        input = new
                        {
                            memberId = School.MemberId(School.Lin),
                            form = "LECTURE",
                            seconds = 60,
                            heldOn = "2026-02-01",
                            title = "课",
                        },
                    }
                )
            ).Code
        );

        await school.Member.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", School.History) } });
        const string Sessions = "query($id: ID!) { memberById(id: $id) { studySessions { totalCount } } }";
        Assert.Equal(1, (await auditor.QueryAsync(Sessions, new { id = School.MemberId(School.Lin) }))["memberById.studySessions.totalCount"]!.GetValue<int>());
        Assert.Equal(
            0,
            (await school.CountyAdmin.QueryAsync(Sessions, new { id = School.MemberId(School.Lin) }))["memberById.studySessions.totalCount"]!.GetValue<int>()
        );
    }

    [Fact]
    public async Task A_partner_reads_what_its_roles_say()
    {
        await using var school = await School.OpenAsync();
        var catalogue = school.Host.ClientFor("partner", "Catalogue.Read");
        await catalogue.QueryAsync(ContractOperations.Catalogue);
        await catalogue.QueryAsync(ContractOperations.CoursewareById, new { id = School.Id("Courseware", School.History) });
        Assert.Equal("FORBIDDEN", (await catalogue.AskAsync(ContractOperations.TeacherPool)).Code);
        Assert.Equal("FORBIDDEN", (await catalogue.AskAsync("{ courseware { nodes { teachers { sources } } } }")).Code);
        Assert.Equal("FORBIDDEN", (await catalogue.AskAsync(ContractOperations.Members)).Code);
        Assert.Null((await catalogue.QueryAsync(ContractOperations.MyStanding, new { year = 2026 }))["me"]);
        Assert.Null((await catalogue.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = School.Id("Teacher", School.Active) }))["node"]);

        var teachers = school.Host.ClientFor("partner", "Teachers.Read");
        await teachers.QueryAsync(ContractOperations.TeacherPool);
        Assert.Equal("FORBIDDEN", (await teachers.AskAsync(ContractOperations.Catalogue)).Code);
        Assert.Equal("FORBIDDEN", (await teachers.AskAsync("{ teachers { nodes { courseware { nodes { chapters { media { url } } } } } } }")).Code);
        Assert.Null((await teachers.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = School.Id("Courseware", School.History) }))["node"]);
        Assert.Equal("FORBIDDEN", (await school.Host.ClientFor("partner", "Standing.Read").AskAsync(ContractOperations.Catalogue)).Code);
    }

    [Fact]
    public async Task Nodes_obey_the_same_rights()
    {
        await using var school = await School.OpenAsync();
        var credit = await school.CreditAsync(School.Wang, "class", ELearning.Content.CreditForm.Lecture, 2700, new(2026, 1, 5));
        var ids = new[]
        {
            School.Id("Courseware", School.History),
            School.Id("Chapter", "history/one"),
            School.MemberId(School.Wang),
            School.Id("Credit", credit.Id),
            School.Id("Organisation", SmallTown.Village),
            School.Id("Organisation", School.OtherCounty),
        };
        const string Nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        Assert.Equal("Courseware,Chapter,-,-,-,-", Types(await school.Member.QueryAsync(Nodes, new { ids })));
        Assert.Equal("Courseware,Chapter,Member,Credit,Organisation,-", Types(await school.CountyAdmin.QueryAsync(Nodes, new { ids })));
        Assert.Equal("Courseware,Chapter,-,-,-,Organisation", Types(await school.OtherAdmin.QueryAsync(Nodes, new { ids })));
        Assert.Equal("Courseware,Chapter,Member,Credit,Organisation,Organisation", Types(await school.Administrator.QueryAsync(Nodes, new { ids })));

        static string Types(ApiAnswer answer) => string.Join(",", answer["nodes"]!.AsArray().Select(node => node?["__typename"]!.GetValue<string>() ?? "-"));
    }
}
