using System.Text;
using ELearning.Content;
using ELearning.Tests.Sheets;

namespace ELearning.Tests.Registers;

/// <summary>Sheets through the API: looked at, applied, applied again, corrected, taken back; by whom, and how far they reach.</summary>
public sealed class SheetImportTests
{
    private const string OrganisationHeads = "组织代码,组织名称,层级,上级组织代码,行业类别,成立日期";
    private const string MemberHeads = "党员编号,姓名,所在组织代码,党员类别,入党日期";
    private const string CreditHeads = "党员编号,培训形式,学时,培训日期,培训名称,来源";

    [Fact]
    public async Task A_township_is_imported_from_nothing_by_two_sheets_with_parents_anywhere()
    {
        await using var host = new ApiHost();
        var sender = new SheetSender(host, host.ClientFor("root", "Administrator"));

        var organisations = await sender.ImportAsync(
            SheetSender.Csv(
                OrganisationHeads,
                "350500-01-001,埔里村党支部,党支部,350500-01,农村,1949-09-01",
                "350500-01-001-1,埔里村第一党小组支部,BASIC,350500-01-001,农村,2001/2/3",
                "350500-01,水头镇党委,乡镇,,,1949年9月1日"
            ),
            "ORGANISATIONS"
        );
        Assert.Equal(("APPLIED", (3, 3, 3, 3)), (organisations.State, organisations.Rows));
        var leaf = await host.Service<OrganisationTree>().RequireAsync("350500-01-001-1", default);
        Assert.Equal(["350500-01", "350500-01-001", "350500-01-001-1"], leaf.Lineage);

        var members = await sender.ImportAsync(
            SheetSender.Csv(
                MemberHeads + ",其他类别,职务,任职日期",
                "ＮＡ－０００１,林晓燕,350500-01-001,农村,2010.7.1,领导干部,书记,2020-01-01",
                "na-0002,王建国,350500-01-001-1,RURAL,20100701,,,"
            ),
            "MEMBERS"
        );
        Assert.Equal(("APPLIED", (2, 2, 2, 2)), (members.State, members.Rows));
        var lin = (await host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default))!;
        Assert.Equal([MemberCategory.Rural, MemberCategory.Cadre], lin.Categories.Select(held => held.Category));
        Assert.Equal(
            (MemberPosition.Secretary, "350500-01-001", new DateOnly(2020, 1, 1)),
            (lin.Positions[0].Position, lin.Positions[0].OrganisationId, lin.Positions[0].Period.From)
        );
        Assert.Equal("王建国", (await host.Service<MemberRegister>().FindByNumberAsync("NA-0002", default))!.Name);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_so_does_the_same_sheet_again()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var sheet = SheetSender.Csv(MemberHeads, $"NA-0001,郑一,{SmallTown.Village},农村,2010-07-01", $"NA-0002,郑二,{SmallTown.Village},农村,2010-07-01");

        var looked = await sender.ImportAsync(sheet, "MEMBERS", dryRun: true);
        Assert.Equal(("CHECKED", (2, 2, 0, 0)), (looked.State, looked.Rows));
        Assert.Null(await school.Host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default));

        Assert.Equal((2, 2, 2, 2), (await sender.ImportAsync(sheet, "MEMBERS")).Rows);
        var before = await school.Host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default);
        Assert.Equal((2, 2, 2, 0), (await sender.ImportAsync(sheet, "MEMBERS")).Rows);
        Assert.Equal(before!.Version, (await school.Host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default))!.Version);
    }

    [Fact]
    public async Task An_import_that_waits_changes_no_more_than_who_started_it_still_may()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var sheet = SheetSender.Csv(MemberHeads, $"NA-0001,郑一,{SmallTown.Village},农村,2010-07-01");
        var started = await sender.StartAsync(await sender.UploadAsync(sheet), "MEMBERS", onFault: "SKIP");
        var book = school.Host.Service<GrantBook>();
        var today = SchoolTime.Today(school.Host.Time);
        await book.RevokeAsync(Assert.Single(await book.ForAsync("admin-county", today, default)).Id, today.AddDays(-1), SmallTown.Root, default);

        await school.Host.Service<SheetSweeper>().SweepAsync(default);

        Assert.Null(await school.Host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default));
        var seen = await school.Administrator.QueryAsync(
            "query($id: ID!) { importById(id: $id) { state rowsChanged faultCount } }",
            new { id = started.String("startImport.import.id") }
        );
        Assert.Equal("""{"state":"APPLIED","rowsChanged":0,"faultCount":1}""", seen["importById"]!.ToJsonString());
    }

    [Fact]
    public async Task Sheets_are_dropped_a_month_after_their_import_unless_another_rests_on_the_same()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var sheet = SheetSender.Csv(MemberHeads, $"NA-0001,郑一,{SmallTown.Village},农村,昨天");
        var first = await sender.ImportAsync(sheet, "MEMBERS", dryRun: true);
        school.Host.Time.Advance(TimeSpan.FromDays(20));
        var second = await sender.ImportAsync(sheet, "MEMBERS", dryRun: true);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(sheet));

        school.Host.Time.Advance(TimeSpan.FromDays(11));
        Assert.Null((await sender.WorkAsync(first.Id)).FaultFile);
        Assert.NotNull((await sender.SeeAsync(second.Id)).FaultFile);
        Assert.True(await IsThereAsync());
        school.Host.Time.Advance(TimeSpan.FromDays(20));
        Assert.Null((await sender.WorkAsync(second.Id)).FaultFile);
        Assert.False(await IsThereAsync());
        // What was wrong is on record all the same.
        Assert.Single((await sender.SeeAsync(first.Id)).Faults);

        async Task<bool> IsThereAsync()
        {
            await using var found = await school.Host.Service<IBlobs>().OpenAsync(hash, 0, default);
            return found is not null;
        }
    }

    [Fact]
    public async Task A_corrected_sheet_changes_only_what_differs_and_nothing_that_was_decided_since()
    {
        await using var school = await School.OpenAsync();
        var (host, register) = (school.Host, school.Host.Service<MemberRegister>());
        var sender = new SheetSender(host, school.CountyAdmin);
        const string heads = MemberHeads + ",职务,任职日期";
        await sender.ImportAsync(SheetSender.Csv(heads, $"NA-0001,郑一,{SmallTown.Village},农村,2010-07-01,班子成员,2020-01-01"), "MEMBERS");
        var member = (await register.FindByNumberAsync("NA-0001", default))!;
        var actor = new Actor("clerk", null);
        await register.EndAsync(new(member.Id, HeldKind.Position, 0, new(2025, 12, 31), "届满"), actor, default);
        await register.HoldCategoryAsync(new(member.Id, MemberCategory.Community, true, new(new(2026, 1, 1), null), "迁居"), actor, default);

        var corrected = await sender.ImportAsync(SheetSender.Csv(heads, $"NA-0001,郑壹,{SmallTown.Village},农村,2010-07-01,班子成员,2020-01-01"), "MEMBERS");

        Assert.Equal((1, 1, 1, 1), corrected.Rows);
        var now = (await register.FindByNumberAsync("NA-0001", default))!;
        Assert.Equal(("郑壹", MemberCategory.Community), (now.Name, now.CategoryOn(new(2026, 3, 2))));
        Assert.Equal(new DatePeriod(new(2020, 1, 1), new(2025, 12, 31)), Assert.Single(now.Positions).Period);
    }

    [Fact]
    public async Task Taking_an_import_back_removes_what_it_made_restores_what_it_changed_and_says_what_stays()
    {
        await using var school = await School.OpenAsync();
        var (host, register) = (school.Host, school.Host.Service<MemberRegister>());
        var sender = new SheetSender(host, school.CountyAdmin);
        await sender.ImportAsync(SheetSender.Csv(MemberHeads, $"NA-0009,旧名,{SmallTown.Village},农村,2010-07-01"), "MEMBERS");
        var organisations = await sender.ImportAsync(
            SheetSender.Csv(
                OrganisationHeads,
                $"350583-09,新镇,乡镇,{SmallTown.County},,2026-01-01",
                "350583-09-001,新村党支部,党支部,350583-09,农村,2026-01-01",
                $"350583-08,另一镇,乡镇,{SmallTown.County},,2026-01-01"
            ),
            "ORGANISATIONS"
        );
        var members = await sender.ImportAsync(
            SheetSender.Csv(
                MemberHeads + ",职务,任职日期",
                "NA-0001,郑一,350583-09-001,农村,2010-07-01,书记,2026-01-01",
                "NA-0002,郑二,350583-09-001,农村,2010-07-01,,",
                $"NA-0009,新名,{SmallTown.Village},农村,2010-07-01,,"
            ),
            "MEMBERS"
        );
        Assert.Equal((3, 3, 3, 3), members.Rows);
        await school.CreditAsync("NA-0002", "one", CreditForm.Lecture, 2700, new(2026, 2, 1));

        var back = await sender.RevertAsync(members.Id);
        Assert.Equal(("REVERTED", 2), (back.State, back.Reverted));
        Assert.Equal([(3, "", "NOT_UNDONE")], back.Faults);
        Assert.Null(await register.FindByNumberAsync("NA-0001", default));
        Assert.NotNull(await register.FindByNumberAsync("NA-0002", default));
        Assert.Equal("旧名", (await register.FindByNumberAsync("NA-0009", default))!.Name);

        var gone = await sender.RevertAsync(organisations.Id);
        Assert.Equal([(2, "", "NOT_UNDONE"), (3, "", "NOT_UNDONE")], gone.Faults);
        Assert.Empty(await host.Service<OrganisationTree>().FindAsync(["350583-08"], default));

        // Taken back, it can be imported again, and the seat is free.
        var again = await sender.ImportAsync(
            SheetSender.Csv(MemberHeads + ",职务,任职日期", "NA-0001,郑一,350583-09-001,农村,2010-07-01,书记,2026-01-01"),
            "MEMBERS"
        );
        Assert.Equal(("APPLIED", (1, 1, 1, 1)), (again.State, again.Rows));
        Assert.Single((await register.FindByNumberAsync("NA-0001", default))!.Positions);
    }

    [Fact]
    public async Task Each_of_two_hundred_faults_is_named_by_row_and_column_and_nothing_is_half_imported()
    {
        await using var school = await School.OpenAsync();
        var (sheet, planted) = PlantedFaults.Make(200);
        var sender = new SheetSender(school.Host, school.CountyAdmin);

        var stopped = await sender.ImportAsync(sheet, "MEMBERS");

        Assert.Equal("REFUSED", stopped.State);
        Assert.Equal(200, planted.Count);
        Assert.Equal(planted, stopped.Faults);
        Assert.Null(await school.Host.Service<MemberRegister>().FindByNumberAsync(PlantedFaults.GoodNumber(0), default));

        var skipped = await sender.ImportAsync(sheet, "MEMBERS", onFault: "SKIP");
        Assert.Equal(("APPLIED", (400, 200, 200, 200)), (skipped.State, skipped.Rows));
        Assert.Equal(planted, skipped.Faults);
        for (var i = 0; i < 200; i++)
        {
            Assert.NotNull(await school.Host.Service<MemberRegister>().FindByNumberAsync(PlantedFaults.GoodNumber(i), default));
        }
    }

    [Fact]
    public async Task Faults_of_a_workbook_are_told_too()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var book = new Workbook().Sheet(
            "党员",
            MemberHeads.Split(','),
            ["NA-0001", Workbook.Formula("A1", "郑一"), SmallTown.Village, "农村", Workbook.Number("40360", 1)],
            [Workbook.Number("350582199001011234"), "郑二", SmallTown.Village, "农村", Workbook.Number("40360")],
            ["NA-0003", "郑三", "<c t=\"e\"><v>#REF!</v></c>", "农村", Workbook.Number("40360", 2)]
        );
        var seen = await sender.ImportAsync(book.Make().ToArray(), "MEMBERS", dryRun: true, name: "党员.xlsx");
        Assert.Equal(
            [(2, "姓名", "FORMULA"), (3, "党员编号", "NUMBER_ROUNDED"), (3, "入党日期", "NOT_A_DATE"), (4, "所在组织代码", "SPREADSHEET_ERROR")],
            seen.Faults
        );

        var merged = new Workbook()
            .Sheet("党员", ["党员信息表"], MemberHeads.Split(','), ["NA-0001", "郑一", SmallTown.Village, "农村", "2010-07-01"])
            .Behind(Workbook.Merged("A1:E1"));
        var heads = await sender.ImportAsync(merged.Make().ToArray(), "MEMBERS", dryRun: true, name: "党员.xlsx");
        Assert.Contains((1, "A", "HEAD_MERGED"), heads.Faults);
    }

    [Fact]
    public async Task A_sheet_in_gb18030_is_read_and_said_to_be_so()
    {
        await using var school = await School.OpenAsync();
        var sheet = CodePagesEncodingProvider
            .Instance.GetEncoding("GB18030")!
            .GetBytes($"{MemberHeads}\r\nNA-0001,郑一,{SmallTown.Village},农村,2010-07-01\r\n");

        var seen = await new SheetSender(school.Host, school.CountyAdmin).ImportAsync(sheet, "MEMBERS");

        Assert.Equal(("APPLIED", "GB18030"), (seen.State, seen.Encoding));
        Assert.Equal("郑一", (await school.Host.Service<MemberRegister>().FindByNumberAsync("NA-0001", default))!.Name);
    }

    [Fact]
    public async Task What_is_outside_the_grant_is_a_fault_as_if_it_did_not_exist()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);

        var members = await sender.ImportAsync(
            SheetSender.Csv(
                MemberHeads,
                $"NA-0001,郑一,{School.OtherBranch},农村,2010-07-01",
                "NA-0002,郑二,999999,农村,2010-07-01",
                $"{School.Chen},陈志明,{SmallTown.Village},农村,2010-07-01"
            ),
            "MEMBERS",
            onFault: "SKIP"
        );
        Assert.Equal(
            [(2, "所在组织代码", "ORGANISATION_UNKNOWN"), (3, "所在组织代码", "ORGANISATION_UNKNOWN"), (4, "党员编号", "NUMBER_TAKEN")],
            members.Faults
        );

        var organisations = await sender.ImportAsync(
            SheetSender.Csv(
                OrganisationHeads,
                $"350521-09,别县新镇,乡镇,{School.OtherCounty},,2026-01-01",
                "350583-09,新镇,乡镇,999999,,2026-01-01",
                "350599,新市,设区市,,,2026-01-01",
                $"{School.OtherBranch},抢注,党支部,{SmallTown.Village},,2026-01-01"
            ),
            "ORGANISATIONS",
            onFault: "SKIP"
        );
        Assert.Equal(
            [(2, "上级组织代码", "PARENT_UNKNOWN"), (3, "上级组织代码", "PARENT_UNKNOWN"), (4, "上级组织代码", "REQUIRED"), (5, "组织代码", "CODE_TAKEN")],
            organisations.Faults
        );

        var credits = await sender.ImportAsync(SheetSender.Csv(CreditHeads, $"{School.Chen},党课,2,2025-05-01,党课,2025年台账"), "CREDITS");
        Assert.Equal([(2, "党员编号", "MEMBER_UNKNOWN")], credits.Faults);
    }

    [Fact]
    public async Task Only_who_keeps_a_register_imports_and_an_import_is_nobody_elses()
    {
        await using var school = await School.OpenAsync();
        var sheet = SheetSender.Csv(MemberHeads, $"NA-0001,郑一,{SmallTown.Village},农村,2010-07-01");
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var seen = await sender.ImportAsync(sheet, "MEMBERS");

        using var refused = await new SheetSender(school.Host, school.Member).TryUploadAsync(sheet);
        Assert.Equal(403, (int)refused.StatusCode);
        using var editors = await new SheetSender(school.Host, school.CountyAdmin).TryUploadAsync(sheet, purpose: "MEDIA");
        Assert.Equal(403, (int)editors.StatusCode);
        var other = new SheetSender(school.Host, school.OtherAdmin);
        var stolen = await other.StartAsync(await sender.UploadAsync(sheet), "MEMBERS");
        Assert.Equal("NotFoundError", stolen["startImport.errors.0.__typename"]!.GetValue<string>());
        var looked = await school.OtherAdmin.QueryAsync("query($id: ID!) { importById(id: $id) { id } imports { nodes { id } } }", new { id = seen.Id });
        Assert.Null(looked["importById"]);
        Assert.Empty(looked["imports.nodes"]!.AsArray());
        var all = await school.Administrator.QueryAsync("{ imports { nodes { id } } }");
        Assert.Contains(all["imports.nodes"]!.AsArray(), import => import!["id"]!.GetValue<string>() == seen.Id);
        var reverted = await school.OtherAdmin.QueryAsync(
            "mutation($id: ID!) { revertImport(input: { importId: $id, reason: \"x\" }) { errors { __typename } } }",
            new { id = seen.Id }
        );
        Assert.Equal("NotFoundError", reverted["revertImport.errors.0.__typename"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_copy_with_faults_keeps_the_rows_says_what_is_wrong_and_is_fetched_for_five_minutes()
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var seen = await sender.ImportAsync(
            SheetSender.Csv(MemberHeads, $"NA-0001,郑一,{SmallTown.Village},农村,2010-07-01", "", $"NA-0003,=郑三,{SmallTown.Village},农人,2010-02-30"),
            "MEMBERS",
            dryRun: true
        );
        using var http = school.Host.CreateClient();
        using var answer = await http.GetAsync(seen.FaultFile);
        using var reader = SheetReader.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()), null);
        var rows = reader.Rows().ToList();

        Assert.Equal([1, 2, 4], rows.Select(row => row.Number));
        Assert.Equal("问题", rows[0].Cells[5].Text);
        Assert.Equal("", rows[1][5].Text);
        Assert.Contains("没有这一天", rows[2].Cells[5].Text, StringComparison.Ordinal);
        Assert.Equal("=郑三", rows[2].Cells[1].Text);

        using var forged = await http.GetAsync(seen.FaultFile!.Replace("by=", "by=x", StringComparison.Ordinal));
        Assert.Equal(403, (int)forged.StatusCode);
        school.Host.Time.Advance(TimeSpan.FromMinutes(6));
        using var late = await http.GetAsync(seen.FaultFile);
        Assert.Equal(410, (int)late.StatusCode);
    }

    [Fact]
    public async Task Hours_of_earlier_years_are_entries_of_the_ledger_corrected_and_taken_back_by_entries()
    {
        await using var school = await School.OpenAsync();
        var (ledger, id) = (school.Host.Service<CreditLedger>(), MemberRules.IdOf(School.Lin));
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        byte[] Sheet(string hours) => SheetSender.Csv(CreditHeads, $"{School.Lin},党课,{hours},2025-05-01,冬训,2025年台账");

        var first = await sender.ImportAsync(Sheet("4"), "CREDITS");
        Assert.Equal(("APPLIED", (1, 1, 1, 1)), (first.State, first.Rows));
        Assert.Equal((1, 1, 1, 0), (await sender.ImportAsync(Sheet("4"), "CREDITS")).Rows);
        await sender.ImportAsync(Sheet("４．５"), "CREDITS");
        Assert.Equal([4 * 2700, -4 * 2700, (int)(4.5 * 2700)], await SecondsAsync());
        var last = await sender.ImportAsync(Sheet("4"), "CREDITS");
        var back = await sender.RevertAsync(last.Id);
        Assert.Equal("REVERTED", back.State);
        Assert.Equal((int)(4.5 * 2700), (await SecondsAsync()).Sum());
        Assert.Null(LedgerChain.FirstBreak([.. (await ledger.EntriesAsync([id], default))[id]]));

        async Task<IReadOnlyList<int>> SecondsAsync() => [.. (await ledger.EntriesAsync([id], default))[id].Select(credit => credit.Seconds)];
    }

    [Fact]
    public async Task Two_processes_that_work_at_one_import_apply_each_row_once()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        string[] rows = [.. Enumerable.Range(1, 1500).Select(i => $"NA-{i:D4},郑某,{SmallTown.Village},农村,2010-07-01")];
        var started = await sender.StartAsync(await sender.UploadAsync(SheetSender.Csv([MemberHeads, .. rows])), "MEMBERS");
        var id = started["startImport.import.id"]!.GetValue<string>();
        var import = (await school.Host.Service<SheetImports>().FindAsync([NodeId.Expect(id, "Import")], default)).Values.Single();

        // Past the lease, which only saves effort.
        await Task.WhenAll(
            school.Host.Service<SheetImports>().RunAsync(import, () => Task.FromResult(true), default),
            beside.Service<SheetImports>().RunAsync(import, () => Task.FromResult(true), default)
        );

        var seen = await sender.SeeAsync(id);
        Assert.Equal(("APPLIED", (1500, 1500, 1500, 1500)), (seen.State, seen.Rows));
        Assert.Equal(1502, await school.Host.Service<MemberRegister>().CountWithinAsync(Scope.Within(SmallTown.County), default));
    }

    [Theory]
    [InlineData("XLSX")]
    [InlineData("CSV")]
    public async Task What_is_exported_can_be_imported_again_and_both_are_on_record(string format)
    {
        await using var school = await School.OpenAsync();
        var sender = new SheetSender(school.Host, school.CountyAdmin);
        var started = await school.CountyAdmin.QueryAsync(
            $"mutation {{ startExport(input: {{ kind: MEMBERS, format: {format} }}) {{ export {{ id state file {{ url }} }} errors {{ __typename }} }} }}"
        );
        Assert.Null(started["startExport.export.file"]);
        await school.Host.Service<SheetSweeper>().SweepAsync(default);
        var made = await school.CountyAdmin.QueryAsync(
            "query($id: ID!) { exportById(id: $id) { state rows file { url } } }",
            new { id = started["startExport.export.id"]!.GetValue<string>() }
        );
        Assert.Equal(("DONE", 2), (made["exportById.state"]!.GetValue<string>(), made["exportById.rows"]!.GetValue<int>()));
        using var http = school.Host.CreateClient();
        var file = await http.GetByteArrayAsync(made["exportById.file.url"]!.GetValue<string>());

        var seen = await sender.ImportAsync(file, "MEMBERS", name: $"members.{format}");
        Assert.Equal(("APPLIED", 2), (seen.State, seen.Rows.Applied));
        Assert.Equal(1, (await school.Host.Service<MemberRegister>().FindByNumberAsync(School.Lin, default))!.Version);
        var log = await school
            .Host.ClientWithin(SmallTown.County, "auditor", "Auditor")
            .QueryAsync("{ auditLog(first: 20) { nodes { operation subject fileHash } } }");
        var acts = log["auditLog.nodes"]!.AsArray().Where(entry => entry!["fileHash"] is not null).Select(entry => entry!["operation"]!.GetValue<string>());
        Assert.Equal(["exports.fetch", "exports.make", "imports.apply"], acts.Order());

        var outside = await school.CountyAdmin.QueryAsync(
            "mutation($id: ID!) { startExport(input: { kind: MEMBERS, format: CSV, organisationId: $id }) { errors { __typename } } }",
            new { id = School.Id("Organisation", School.OtherCounty) }
        );
        Assert.Equal("NotFoundError", outside["startExport.errors.0.__typename"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("ORGANISATIONS", "XLSX")]
    [InlineData("MEMBERS", "CSV")]
    [InlineData("CREDITS", "XLSX")]
    public async Task A_template_has_the_heads_that_an_import_knows(string kind, string format)
    {
        await using var school = await School.OpenAsync();
        var answer = await school.CountyAdmin.QueryAsync($"{{ importTemplate(kind: {kind}, format: {format}) {{ url }} }}");
        using var http = school.Host.CreateClient();
        var file = await http.GetByteArrayAsync(answer["importTemplate.url"]!.GetValue<string>());

        var seen = await new SheetSender(school.Host, school.CountyAdmin).ImportAsync(file, kind, name: $"template.{format}");

        Assert.Equal([(0, "", "FILE_EMPTY")], seen.Faults);
    }
}
