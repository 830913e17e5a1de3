using ELearning.Content;
using ELearning.Tests.Coursewares;
using ELearning.Tests.Seed;
using ELearning.Tests.Study;
using MongoDB.Bson;

namespace ELearning.Tests.Storage;

/// <summary>All that the stores send is listed, and all that is listed is implemented: the embedded database needs no more than this, and no less.</summary>
public sealed class StoresSendTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Actor Administrator = new("admin-1", null);

    [Fact]
    public async Task Everything_the_stores_do_sends_exactly_the_committed_list()
    {
        await using var content = await SeededContent.StartAsync();
        await content.SeedAsync();
        await ChangeEverythingAsync(content);
        await EditEverythingAsync(content);
        await StudyAsync(content);
        await ListEverythingAsync(content);
        Assert.True(await content.Get<ContentHealth>().DatabaseAsync(None));
        await content.Get<UploadDesk>().StartAsync(new(SmallTown.Village, "film.mp4", "video/mp4", 1), Newsroom.Editor, None);
        await content.Get<UploadDesk>().StartAsync(new("", "签到表.png", "image/png", 1, Purpose: UploadPurpose.Evidence), new("member", null), None);
        content.Time.Advance(TimeSpan.FromDays(1500));
        Assert.True(await content.Get<RetentionSweeper>().SweepAsync(None) > 0);

        var sent = content.Get<SentCommands>().Words;
        Assert.Empty(StoresSend.Unimplemented(sent));
        if (StoresSend.IsToBeWritten)
            StoresSend.Write(sent);
        Assert.Equal(SentCommands.Lines(StoresSend.Read()), SentCommands.Lines(sent));
    }

    [Fact]
    public void What_is_listed_is_implemented_by_the_embedded_database() => Assert.Empty(StoresSend.Unimplemented(StoresSend.Read()));

    [Theory]
    [InlineData("{aggregate: 'c', pipeline: [{$lookup: {from: 'd', as: 'e', pipeline: []}}], cursor: {}}", "stages: $lookup")]
    [InlineData("{aggregate: 'c', pipeline: [{$facet: {a: [{$out: 'x'}]}}], cursor: {}}", "stages: $out")]
    [InlineData("{aggregate: 'c', pipeline: [{$group: {_id: null, n: {$stdDevPop: '$x'}}}], cursor: {}}", "accumulators: $stdDevPop")]
    [InlineData(
        "{aggregate: 'c', pipeline: [{$project: {n: {$cond: [{$gt: [{$toHashedIndexKey: '$x'}, 1]}, 1, 2]}}}], cursor: {}}",
        "expressions: $toHashedIndexKey"
    )]
    [InlineData("{mapReduce: 'c'}", "mapReduce")]
    [InlineData("{find: 'c', max: {a: 1}}", "find: max")]
    [InlineData("{find: 'c', filter: {$or: [{a: {$not: {$geoWithin: {}}}}]}}", "filters: $geoWithin")]
    [InlineData("{find: 'c', projection: {a: {$meta: 'textScore'}}}", "projections: $meta")]
    [InlineData("{count: 'c', query: {a: {$elemMatch: {b: {$near: [1, 2]}}}}}", "filters: $near")]
    [InlineData("{update: 'c', updates: [{q: {}, u: {$bit: {a: {or: 1}}}}]}", "updates: $bit")]
    [InlineData("{update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, collation: {}}]}", "update: collation")]
    [InlineData("{delete: 'c', deletes: [{q: {a: {$where: '1'}}, limit: 1}]}", "filters: $where")]
    [InlineData("{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a', expireAfterSeconds: 5}]}", "createIndexes: expireAfterSeconds")]
    [InlineData("{createIndexes: 'c', indexes: [{key: {a: 'text'}, name: 'a'}]}", "createIndexes: text")]
    public void What_the_table_does_not_have_is_found(string command, string outside)
    {
        var sent = new SentCommands();
        sent.Add(BsonDocument.Parse(command));
        Assert.Contains(outside, StoresSend.Unimplemented(sent.Words));
        Assert.Contains(outside, StoresSend.Unlisted(sent));
    }

    private static async Task ListEverythingAsync(ContentFixture content)
    {
        var (city, _) = await PlacesAsync(content);
        var members = content.Get<MemberRegister>();
        var everybody = (await SeededContent.AllAsync(page => members.ListAsync(Scope.All, null, [], page, None))).Select(member => member.Id).ToList();
        string[] some = [everybody[0], everybody[1]];
        await AskAsync(MemberRegister.Queryable, (filter, sorts, page) => members.ListAsync(Scope.Within(city), filter, sorts, page, None));
        await AskAsync(
            OrganisationTree.Queryable,
            (filter, sorts, page) => content.Get<OrganisationTree>().ListAsync(Scope.Within(city), filter, sorts, page, None)
        );
        await AskAsync(
            TeacherPool.Queryable,
            (filter, sorts, page) => content.Get<TeacherPool>().ListAsync(Scope.Within("quanzhou"), "党 history", filter, sorts, page, None)
        );
        var venues = content.Get<VenueRegister>();
        await AskAsync(VenueRegister.Queryable, (filter, sorts, page) => venues.ListAsync("示范 基地", filter, sorts, page, None));
        await AskAsync([city, DemoSubjects.County], page => venues.ByOrganisationsAsync([city, DemoSubjects.County], page, None));
        await AskAsync(
            CoursewareLibrary.Queryable,
            (filter, sorts, page) => content.Get<CoursewareLibrary>().ListAsync("党 history", filter, sorts, page, None)
        );
        await content.Get<CoursewareLibrary>().FacetsAsync("党", null, None);
        await content.Get<CoursewareLibrary>().FacetsAsync(null, null, None);
        await content.Get<CoursewareLibrary>().ListAsync(null, null, [], new(1, WithTotal: true), None);
        await content.Get<CoursewareLibrary>().ListAsync("党史 茶", null, [], new(1, WithTotal: true), None);
        await AskAsync(MediaShelf.Queryable, (filter, sorts, page) => content.Get<MediaShelf>().ListAsync(Scope.Within(city), filter, sorts, page, None));
        await AskAsync(
            MediaShelf.QueryableFolders,
            (filter, sorts, page) => content.Get<MediaShelf>().ListFoldersAsync(Scope.Within(city), filter, sorts, page, None)
        );
        await AskAsync(EditorialDesk.Queryable, (filter, sorts, page) => content.Get<EditorialDesk>().ListAsync(Scope.Within(city), filter, sorts, page, None));
        await AskAsync(
            CreditClaims.Queryable,
            (filter, sorts, page) => content.Get<CreditClaims>().ListAsync(Scope.Within(city), some[0], filter, sorts, page, None)
        );
        await foreach (var told in content.Get<EventFeed>().FollowAsync(Ids.FirstAt(DateTimeOffset.UnixEpoch), new([DomainEventKind.SessionEnded]), None))
        {
            Assert.Equal(DomainEventKind.SessionEnded, told.Kind);
            break;
        }
        var audit = content.Get<AuditLog>();
        var acts = await audit.AddAsync(
            [
                new()
                {
                    Subject = "auditor",
                    Kind = AuditKind.Mutation,
                    Operation = "giveGrant",
                    Result = AuditLog.Attempted,
                    Correlation = "1",
                },
            ],
            None
        );
        await audit.CompleteAsync(acts[0] with { Result = AuditLog.Done });
        await audit.RefuseAsync(acts[0] with { Result = "NOT_FOUND", OwnerIds = some, Lineage = [city] });
        await audit.RefuseAsync(acts[0] with { Result = "NOT_FOUND", OwnerIds = [.. Enumerable.Range(0, AuditRules.MostOwners).Select(i => $"{i}")] });
        await audit.RefuseAsync(acts[0] with { Result = "NOT_FOUND" });
        await AskAsync(OperationRegistry.Queryable, (filter, sorts, page) => content.Get<OperationRegistry>().ListAsync(filter, sorts, page, None));
        await AskAsync(AuditLog.Queryable, (filter, sorts, page) => audit.ListAsync(Scope.Within(city), filter, sorts, page, None));

        var teachers = (await content.Get<TeacherPool>().ListAsync(Scope.All, null, null, [], new(100), None)).Nodes.Select(teacher => teacher.Id).ToList();
        await AskAsync(teachers, page => content.Get<CoursewareLibrary>().ByTeachersAsync([.. teachers.Select(id => (string[])[id])], page, None));
        await AskAsync(everybody, page => content.Get<CreditLedger>().ListAsync(everybody, 2026, page, None));
        await AskAsync(everybody, page => content.Get<CreditClaims>().ByMembersAsync(everybody, page, None));
        await AskAsync(everybody, page => content.Get<StudyDesk>().ListAsync(everybody, page, None));
        await content.Get<ComplianceReview>().ReportAsync(city, 2026, None);
        await content
            .Get<CreditLedger>()
            .ReversalsOfAsync([.. (await content.Get<CreditLedger>().EntriesAsync(some, None)).SelectMany(own => own).Select(credit => credit.Id)], None);
    }

    /// <summary>Each filter and order of one list, forwards, backwards and with its total.</summary>
    private static async Task AskAsync<T>(IReadOnlyList<QueryField> fields, Func<Filter?, IReadOnlyList<Sort>, PageRequest, Task<Page<T>>> list)
    {
        var filters = QuerySamples.Filters(fields).ToList();
        foreach (var filter in filters)
            await list(filter, [], new());
        await list(new AndFilter([.. filters.Take(2)]), [], new());
        await list(new OrFilter([.. filters.Take(2)]), [], new());
        await list(new OrFilter([]), [], new());
        foreach (var sort in fields.Where(field => field.Sortable).SelectMany(field => new Sort[] { new(field.Name, false), new(field.Name, true) }))
        {
            if (await list(null, [sort], new(1, WithTotal: true)) is { Edges: [var edge, ..] })
            {
                await list(null, [sort], new(1, edge.Cursor));
                await list(null, [sort], new(1, edge.Cursor, Backward: true));
            }
        }
    }

    /// <summary>The pages of several parents at once, the first and those after it.</summary>
    private static async Task AskAsync<T>(List<string> parents, Func<PageRequest, Task<IReadOnlyDictionary<string, Page<T>>>> pages)
    {
        var first = await pages(new(1, WithTotal: true));
        Assert.Equal(parents.Count, first.Count);
        await pages(new(1, first.Values.First(page => page.Edges.Count > 0).Edges[0].Cursor, WithTotal: true));
    }

    private static async Task ChangeRegistersAsync(ContentFixture content, string memberId, string branch)
    {
        var (members, organisations) = (content.Get<MemberRegister>(), content.Get<OrganisationRegister>());
        var parent = (await content.Get<OrganisationTree>().RequireAsync(branch, None)).ParentId;
        var closing = await organisations.CreateAsync(new("ZZ-1", "甲支部", OrganisationLevel.Basic, null, parent, new(2020, 1, 1)), None);
        await organisations.RenameAsync(new(closing.Id, "乙支部", content.Today), SmallTown.Clerk, None);
        await members.EditAsync(new(memberId, "ZZ-0002", "黄志远", null, "更正"), SmallTown.Clerk, None);
        await members.AlikeAsync(await members.RequireAsync(memberId, None), None);
        await members.TransferAsync(new(memberId, closing.Id, content.Today), SmallTown.Clerk, None);
        await members.AssignPositionAsync(new(memberId, closing.Id, MemberPosition.Secretary, content.Today, null), SmallTown.Clerk, None);
        await organisations.CloseAsync(new(closing.Id, content.Today, branch), SmallTown.Clerk, None);
        await content.Get<RegisterSweeper>().SweepAsync(None);
        await MoveAsync(content, parent!);
        await members.ListAsync(Scope.Within(branch), new FieldFilter("status", FilterOperator.Eq, MemberStatus.Left), [], new(1), None, "黄");
        await content.Get<OrganisationTree>().ListAsync(Scope.All, new FieldFilter("open", FilterOperator.Eq, true), [], new(1), None, "支部");
        var (activation, corrections) = (content.Get<Activation>(), content.Get<Corrections>());
        var joining = await content.RegisterAsync("ZZ-0009", branch);
        var code = (await activation.IssueAsync([joining], SmallTown.Clerk, None))[0].Code;
        await activation.ActivateAsync("ZZ-0009", code, new("oid-9", null), None);
        var request = await corrections.RequestAsync(memberId, "有误", None);
        await corrections.AnswerAsync(request.Id, CorrectionStatus.Declined, "无误", SmallTown.Clerk, None);
        await corrections.ListAsync(Scope.All, null, [], new(1), None);
        await corrections.ByMembersAsync([memberId, joining.Id], new(1), None);
        var venues = content.Get<VenueRegister>();
        var venue = await venues.EnterAsync(
            new(branch, "村示范基地", VenueKind.DemonstrationBase, OrganisationLevel.Basic, 60, "村部", null, content.Today, "key"),
            SmallTown.Clerk,
            None
        );
        await venues.EditAsync(new(venue.Id, venue.Version, Capacity: 90), SmallTown.Clerk, None);
        await venues.RecogniseAsync(new(venue.Id, BaseLevel.County, content.Today, "县委"), SmallTown.Clerk, None);
        await venues.CloseAsync(new(venue.Id, content.Today, "拆迁"), SmallTown.Clerk, None);
        await content.Get<ComplianceReview>().ReportAsync(parent!, content.Today.Year, None);
        var notifications = content.Get<Notifications>();
        await notifications.ByMembersAsync([memberId], new(1), None);
        await notifications.CountUnreadAsync(memberId, None);
        await notifications.ReadAsync(memberId, content.Time.GetUtcNow(), None);
        await content.Get<GrantBook>().AtOrganisationsAsync([branch], new(1), None);
    }

    /// <summary>A move from its entry to its retirement, with lists asked while it is open.</summary>
    private static async Task MoveAsync(ContentFixture content, string oldParent)
    {
        var (organisations, tree, members) = (content.Get<OrganisationRegister>(), content.Get<OrganisationTree>(), content.Get<MemberRegister>());
        var root = (await tree.RequireAsync(oldParent, None)).Lineage[0];
        var moving = await organisations.CreateAsync(new("ZZ-2", "丙支部", OrganisationLevel.Basic, null, oldParent, new(2020, 1, 1)), None);
        await content.RegisterAsync("ZZ-0010", moving.Id);
        await organisations.MoveAsync(new(moving.Id, root, content.Today.AddDays(1), "区划调整"), SmallTown.Clerk, None);
        await organisations.CancelMoveAsync(new(moving.Id, "推迟"), SmallTown.Clerk, None);
        await organisations.MoveAsync(new(moving.Id, root, content.Today, "区划调整"), SmallTown.Clerk, None);
        var scope = await tree.NowAsync(Scope.Within(oldParent, root), None);
        foreach (var seen in new[] { scope, scope.At(oldParent), scope.At(root) })
        {
            await members.ListAsync(seen, new FieldFilter("organisationId", FilterOperator.Eq, root), [], new(1), None);
            await members.ListAsync(seen, new FieldFilter("status", FilterOperator.Eq, MemberStatus.Left), [], new(1), None);
            await tree.ListAsync(seen, new FieldFilter("parentId", FilterOperator.Eq, root), [], new(1), None);
            await content.Get<CreditClaims>().ListAsync(seen, null, null, [], new(1), None);
        }
        await tree.ChildrenAsync([root, oldParent], None);
        await content.Get<ComplianceReview>().ReportAsync(oldParent, content.Today.Year - 1, None);
        await organisations.SetTrainingOrganiserAsync(new(moving.Id, root, content.Today), SmallTown.Clerk, None);
        Assert.True(await content.Get<MoveSweeper>().SweepAsync(None) > 0);
    }

    private static async Task KeepThePoolAsync(ContentFixture content)
    {
        var register = content.Get<TeacherRegister>();
        var (city, _) = await PlacesAsync(content);
        var term = new DatePeriod(content.Today, content.Today.AddYears(1));
        ProposeTeacher New(string name, string? key) =>
            new(null, name, "讲师", [TeacherSource.College], TeacherEngagement.PartTime, [Subject.History], city, term, null, null, null, null, null, key);
        var (one, other) = (
            await register.ProposeAsync(New("郑一", "one"), Scope.All, Administrator, None),
            await register.ProposeAsync(New("郑二", null), Scope.All, Administrator, None)
        );
        await register.ProposeAsync(New("郑一", "one"), Scope.All, Administrator, None);
        var active = await register.ReviewAsync(new(one.Id, TeacherDecision.Approve, null), SmallTown.Clerk, None);
        var county = (await content.Get<OrganisationTree>().ChildrenAsync([city], None))[city].First();
        await register.OfferAsync(new(active.Id, county.Id, content.Today, null, true), Administrator, None);
        await content.Get<TeacherPool>().OfferedAsync(county.Id, new(1, WithTotal: true), None);
        var schedules = content.Get<TeacherSchedules>();
        var at = content.Time.GetUtcNow();
        await schedules.BookAsync(new(active.Id, "key", [new(at, at.AddHours(1))], city, "课"), None);
        await schedules.BookAsync(new(active.Id, "key", [new(at.AddHours(1), at.AddHours(2))], city, "课"), None);
        await content.Get<TeacherTermSweeper>().SweepAsync(None);
        await content.Get<MediaShelf>().UsesAsync(["m"], None);
        await register.MergeAsync(new(active.Id, other.Id, "同一人"), Administrator, None);
    }

    private static async Task ChangeEverythingAsync(ContentFixture content)
    {
        await KeepThePoolAsync(content);
        var members = content.Get<MemberRegister>();
        var (_, branch) = await PlacesAsync(content);
        var member = await content.RegisterAsync("ZZ-0001", branch, key: "key");
        await content.RegisterAsync("ZZ-0001", branch, key: "key");
        await Assert.ThrowsAsync<ContentError>(() => content.RegisterAsync("ZZ-0001", branch, key: "other key"));
        await members.LinkIdentityAsync(new(member.Id, "oid-1"), Administrator, mayReplace: false, None);
        await members.LinkIdentityAsync(new(member.Id, "oid-2", "旧账号停用"), Administrator, mayReplace: true, None);
        await members.AssignPositionAsync(new(member.Id, branch, MemberPosition.Talent, content.Today, null), SmallTown.Clerk, None);

        await ChangeRegistersAsync(content, member.Id, branch);

        var grant = await content
            .Get<GrantBook>()
            .GiveAsync(new("oid-1", null, Role.OrganisationAdmin, branch, new(content.Today, null)), SmallTown.Root, None);
        await content.Get<GrantBook>().FindAsync(grant.Id, None);
        await content.Get<GrantBook>().RevokeAsync(grant.Id, content.Today, SmallTown.Root, None);
        await content.Get<GrantBook>().ForAsync("oid-1", content.Today, None);

        var operation = await content.Get<OperationRegistry>().RegisterAsync("{ __typename }", null, "网站", Administrator, None);
        await content.Get<OperationRegistry>().DocumentAsync(operation.Hash, None);
        await content.Get<OperationRegistry>().RetireAsync(operation.Id, None);

        var credit = await content.CreditAsync(member, "1", CreditForm.Lecture, 1, content.Today);
        await content.Get<CreditLedger>().ReverseAsync(credit.Id, "重复登记", Administrator, None);
        await content
            .Get<CreditLedger>()
            .PostBatchAsync([new($"{member.Id}/batch/2", member.Id, CreditForm.Lecture, 60, content.Today, new(CreditSourceKind.Batch, "batch"))], None);

        var claims = content.Get<CreditClaims>();
        var approved = await claims.ClaimAsync(
            new(member.Id, CreditForm.Lecture, 2700, content.Today, "讲座", null, null, "key"),
            new(member.Number, member.Id),
            None
        );
        await claims.DecideAsync(approved.Id, ClaimDecision.Approve, null, Administrator, None);
        var withdrawn = await claims.ClaimAsync(
            new(member.Id, CreditForm.Lecture, 2700, content.Today, "讲座", null, null, null),
            new(member.Number, member.Id),
            None
        );
        await claims.AmendAsync(
            new(withdrawn.Id, CreditForm.Field, 2700, null, "实践", null, null, content.Today.AddDays(-1), content.Today),
            new(member.Number, member.Id),
            None
        );
        await Assert.ThrowsAsync<ContentError>(() =>
            claims.ClaimAsync(new(member.Id, CreditForm.Lecture, 8 * 2700, content.Today, "讲座", null, null, null), new(member.Number, member.Id), None)
        );
        await claims.WithdrawAsync(withdrawn.Id, new(member.Number, member.Id), None);
    }

    private static async Task EditEverythingAsync(ContentFixture content)
    {
        var room = await Newsroom.OpenAsync(content, town: false);
        await room.DiscardAsync(await room.DraftAsync(key: "key"));
        var shelf = content.Get<MediaShelf>();
        var folder = await shelf.CreateFolderAsync(SmallTown.County, "片库", null, Newsroom.Here, Newsroom.Editor, None);
        await shelf.RenameFolderAsync(folder.Id, "影片", Newsroom.Here, None);
        await shelf.MoveAsync([room.Film], folder.Id, Newsroom.Here, None);
        await shelf.MoveAsync([room.Film], null, Newsroom.Here, None);
        await shelf.DeleteFolderAsync(folder.Id, Newsroom.Here, None);
        await shelf.DeleteAsync((await content.StoreAsync("poster.png", "image/png")).Id, Newsroom.Here, None);
        content.Time.Advance(MediaSweeper.Grace);
        await content.Get<MediaSweeper>().SweepAsync(None);
        var published = await room.NextAsync(await room.PublishedAsync(), "再版");
        await room.Desk.TagAsync(new([(await room.EditAsync(published)).Id], [Subject.Law], [], [], []), Newsroom.Here, Newsroom.Editor, None);
        await room.RetireAsync((await room.FindAsync(published.Id))!);
        await room.PublishAsync(await room.ApprovedAsync(), content.Time.GetUtcNow().AddMinutes(1));
        content.Time.Advance(TimeSpan.FromMinutes(2));
        await content.Get<CoursewareSweeper>().SweepAsync(None);
    }

    private static async Task<(string City, string Branch)> PlacesAsync(ContentFixture content)
    {
        var places = await SeededContent.AllAsync(page => content.Get<OrganisationTree>().ListAsync(Scope.All, null, [], page, None));
        return (places.First(place => place.Level == OrganisationLevel.City).Id, places.First(place => place.Level == OrganisationLevel.Basic).Id);
    }

    private static async Task StudyAsync(ContentFixture content)
    {
        var room = new StudyRoom(content, "zz");
        await room.PublishAsync("zz-one", 1800);
        await room.PublishAsync("zz-one", 1200);
        await room.PublishAsync("zz-two", 600);
        var first = await room.StartAsync("zz-one");
        await room.BeatAsync(first.Id, 30, 0, 30);
        var second = await room.StartAsync("zz-two", takeOver: true);
        await room.BeatAsync(first.Id, 30, 30, 60);
        await room.BeatAsync(second.Id, 30, 0, 30);
        await room.FinishAsync(second.Id);
        await room.StartAsync("zz-one", null);
        content.Time.Advance(TimeSpan.FromMinutes(16));
        await content.Get<StudySweeper>().SweepAsync(None);
        await room.Desk.FindAsync([first.Id, second.Id], None);
        await content.Get<CoursewareLibrary>().FindVersionsAsync([("zz-one", 1)], None);
    }
}
