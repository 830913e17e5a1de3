using ELearning.Content;
using ELearning.Tests.Media;
using ELearning.Tests.Registers;

namespace ELearning.Tests.Identity;

/// <summary>
/// A <see cref="School"/> in which there is one thing of every kind in every relation to the callers: of the member who asks, within the county of the others'
/// grants, elsewhere, and there and elsewhere what is not public.
/// </summary>
public sealed class RightsTown : IAsyncLifetime
{
    private static readonly Actor Author = new("author", null);

    /// <summary>The types of what members hold.</summary>
    internal static readonly string[] Held = ["Membership", "HeldCategory", "HeldPosition", "HeldBackground", "RecordedSkill", "Leave", "HeldWaiver"];

    /// <summary>The types of what is a member's and their administrator's.</summary>
    internal static readonly string[] OfMembers = ["Member", "Credit", "CreditClaim", "CorrectionRequest", .. Held];

    private static readonly string[] Relations = ["own", "within", "elsewhere"];
    private School _school = null!;

    internal ApiHost Host => _school.Host;

    /// <summary>By type, what there is of it under the name of its relation; in the order of the columns.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<(string Relation, string Id)>> Things { get; private set; } = null!;

    /// <summary>Ids of what is not public.</summary>
    internal IReadOnlySet<string> Hidden { get; private set; } = null!;

    /// <summary>One caller for each role a token may carry, with a grant for the county where the role acts within grants.</summary>
    internal IReadOnlyList<(string Name, ApiClient Client)> Callers { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // A table asks for more that is withheld than an answer lists.
        _school = await School.OpenAsync(("GraphQL:Limits:Errors", "1000"));
        var (film, folder) = await PutAwayAsync(SmallTown.County, "here");
        var (foreignFilm, foreignFolder) = await PutAwayAsync(School.OtherCounty, "there");
        await Host.Service<TeacherPool>()
            .AddManyAsync(
                [
                    Teacher("t-here", TeacherStatus.Active, SmallTown.County),
                    Teacher("t-there", TeacherStatus.Active, School.OtherCounty),
                    Teacher("t-here-out", TeacherStatus.Suspended, SmallTown.County),
                    Teacher("t-there-out", TeacherStatus.Suspended, School.OtherCounty),
                ],
                default
            );
        var agreed = await AgreedAsync("t-here", School.OtherCounty);
        var foreignAgreed = await AgreedAsync("t-there", School.OtherBranch);
        var shown = await PublishedAsync(SmallTown.County, "公开课件", film, "t-here");
        var foreignShown = await PublishedAsync(School.OtherCounty, "外县课件", foreignFilm, "t-there");
        var draft = await DraftAsync(SmallTown.County, "草稿", film);
        var foreignDraft = await DraftAsync(School.OtherCounty, "外县草稿", foreignFilm);
        var retired = await RetiredAsync(SmallTown.County, film);
        var foreignRetired = await RetiredAsync(School.OtherCounty, foreignFilm);
        string[] members = [School.Lin, School.Wang, School.Chen];
        var studied = await StudyAsync(members, shown.Id);
        var claims = new List<string>();
        foreach (var number in members)
        {
            claims.Add(
                (
                    await Host.ClientFor(number, "Member")
                        .QueryAsync(
                            ContractOperations.Claim,
                            new
                            {
                                input = new
                                {
                                    memberId = School.MemberId(number),
                                    form = "LECTURE",
                                    seconds = 5400,
                                    heldOn = "2026-02-20",
                                    title = "讲座",
                                },
                            }
                        )
                ).String("claimCredit.claim.id")
            );
        }

        var (corrections, grants) = (new List<string>(), new List<string>());
        var register = Host.Service<MemberRegister>();
        foreach (var (number, organisation) in members.Zip([SmallTown.Office, SmallTown.Village, School.OtherBranch]))
        {
            var id = MemberRules.IdOf(number);
            var request = await Host.Service<Corrections>().RequestAsync(id, "入党时间有误", default);
            corrections.Add(School.Id("CorrectionRequest", request.Id));
            await register.AssignPositionAsync(new(id, organisation, MemberPosition.CommitteeMember, new(2026, 1, 1), null), SmallTown.Clerk, default);
            await register.RecordAsync(new RecordBackground(id, MemberBackground.Demobilised, new(new(2026, 1, 1), null)), SmallTown.Clerk, default);
            await register.RecordAsync(new RecordSkill(id, "茶叶加工", new(2026, 1, 1)), SmallTown.Clerk, default);
            await register.RecordAsync(new RecordLeave(id, new(2026, 1, 5), new(2026, 1, 9), "本单位党组织", "病假"), SmallTown.Clerk, default);
            await register.WaiveAsync(new WaiveFigure(id, "P5", 2026, "县委组织部", "病假"), SmallTown.Clerk, default);
            // To come: what holds today would make its holder more than a member.
            var grant = await Host.Service<GrantBook>()
                .GiveAsync(new(null, id, Role.Editor, organisation, new(new(2030, 1, 1), null)), SmallTown.Root, default);
            grants.Add(School.Id("Grant", grant.Id));
        }

        var here = await SheetsAsync(SmallTown.County, "of-county-OrganisationAdmin");
        var there = await SheetsAsync(School.OtherCounty, "of-other-OrganisationAdmin");

        var (venue, foreignVenue) = (await BaseAsync(Host, SmallTown.Village, "朴里村示范基地"), await BaseAsync(Host, School.OtherBranch, "大岞村示范基地"));

        Things = new Dictionary<string, IReadOnlyList<(string, string)>>
        {
            ["Venue"] = Kept("Venue", ("active", venue.Id, foreignVenue.Id)),
            ["BaseRecognition"] = Kept(
                "BaseRecognition",
                ("active", $"{venue.Id}/0", $"{foreignVenue.Id}/0"),
                ("voided", $"{venue.Id}/1", $"{foreignVenue.Id}/1")
            ),
            ["Import"] = [("within", here.Import), ("elsewhere", there.Import)],
            ["Export"] = [("within", here.Export), ("elsewhere", there.Export)],
            ["CorrectionRequest"] = Owned(corrections),
            ["Grant"] = Owned(grants),
            ["Member"] = Owned(members.Select(School.MemberId)),
            ["StudySession"] = Owned(studied.Select(each => each.Session)),
            ["Credit"] = Owned(studied.Select(each => each.Credit)),
            ["CreditClaim"] = Owned(claims),
            ["Organisation"] = Owned(new[] { SmallTown.Office, SmallTown.Village, School.OtherBranch }.Select(id => School.Id("Organisation", id))),
            ["Courseware"] = Kept(
                "Courseware",
                ("published", shown.Id, foreignShown.Id),
                ("draft", draft.Id, foreignDraft.Id),
                ("retired", retired.Id, foreignRetired.Id)
            ),
            ["Chapter"] = Kept(
                "Chapter",
                ("published", $"{shown.Id}/c1", $"{foreignShown.Id}/c1"),
                ("draft", $"{draft.Id}/c1", $"{foreignDraft.Id}/c1"),
                ("retired", $"{retired.Id}/c1", $"{foreignRetired.Id}/c1")
            ),
            ["CoursewareDraft"] = Kept("CoursewareDraft", ("draft", draft.Id, foreignDraft.Id)),
            ["Media"] = Kept("Media", ("kept", film, foreignFilm)),
            ["AssetFolder"] = Kept("AssetFolder", ("kept", folder, foreignFolder)),
            ["PolicyRule"] = [("published", School.Id("PolicyRule", "quanzhou-2010/R1"))],
            ["TeacherAgreement"] = [("within", agreed), ("elsewhere", foreignAgreed)],
            ["Teacher"] = Kept("Teacher", ("active", "t-here", "t-there"), ("suspended", "t-here-out", "t-there-out")),
        };
        Things = Held.ToDictionary(type => type, type => Owned(members.Select(number => School.Id(type, $"{MemberRules.IdOf(number)}/0"))))
            .Concat(Things)
            .ToDictionary();
        Hidden = (
            from type in Things.Keys
            from thing in Things[type]
            where
                type is "CoursewareDraft"
                || thing.Relation.StartsWith("draft", StringComparison.Ordinal)
                || thing.Relation.StartsWith("retired", StringComparison.Ordinal)
                || thing.Relation.StartsWith("suspended", StringComparison.Ordinal)
                || thing.Relation.StartsWith("voided", StringComparison.Ordinal)
            select thing.Id
        ).ToHashSet();
        Callers =
        [
            ("nobody", Host.Anonymous()),
            ("Member", _school.Member),
            .. new[] { "OrganisationAdmin", "PoolManager", "Editor", "Reviewer", "Auditor" }.Select(role =>
                (role, Host.ClientWithin(SmallTown.County, $"of-county-{role}", role))
            ),
            ("Administrator", _school.Administrator),
            .. new[] { "Catalogue.Read", "Teachers.Read" }.Select(role => (role, Host.ClientFor($"partner-{role}", role))),
            ("Standing.Read", Host.ClientWithin(SmallTown.County, "partner-Standing.Read", "Standing.Read")),
        ];
    }

    public async Task DisposeAsync() => await _school.DisposeAsync();

    private static IReadOnlyList<(string, string)> Owned(IEnumerable<string> ids) => [.. Relations.Zip(ids)];

    private static IReadOnlyList<(string, string)> Kept(string type, params (string State, string Here, string There)[] states) =>
        [
            .. states.SelectMany(state =>
                new[] { ($"{state.State} within", School.Id(type, state.Here)), ($"{state.State} elsewhere", School.Id(type, state.There)) }
            ),
        ];

    /// <summary>A demonstration base with a recognition, and with one that was entered by mistake.</summary>
    internal static async Task<Venue> BaseAsync(ApiHost host, string organisation, string name)
    {
        var register = host.Service<VenueRegister>();
        var venue = await register.EnterAsync(
            new(organisation, name, VenueKind.DemonstrationBase, OrganisationLevel.Basic, 80, "村部", ["投影"], new(2020, 1, 1)),
            SmallTown.Clerk,
            default
        );
        await register.RecogniseAsync(new(venue.Id, BaseLevel.County, new(2024, 5, 1), "县委组织部〔2024〕3号"), SmallTown.Clerk, default);
        await register.RecogniseAsync(new(venue.Id, BaseLevel.City, new(2025, 5, 1), "市委组织部〔2025〕8号"), SmallTown.Clerk, default);
        return await register.VoidAsync(new(venue.Id, 1, "误登记"), SmallTown.Clerk, default);
    }

    private static NewTeacher Teacher(string id, TeacherStatus status, string organisation) =>
        new(
            id,
            "林国栋",
            "市委党校副教授",
            [TeacherSource.PartySchool],
            TeacherEngagement.PartTime,
            [Subject.History],
            organisation,
            [SmallTown.City],
            new(new(2025, 1, 1), null),
            status,
            "推荐入库"
        )
        {
            Biography = "从事党史教学二十年",
            Contact = new("0595-22220000", "lin@example.cn"),
            MemberId = MemberRules.IdOf(School.Wang),
        };

    private async Task<string> AgreedAsync(string teacherId, string organisation) =>
        School.Id(
            "TeacherAgreement",
            (await Host.Service<TeacherRegister>().OfferAsync(new(teacherId, organisation, SchoolTime.Today(Host.Time), null, true), SmallTown.Clerk, default))
                .Agreement
                .Id
        );

    private async Task<(string Film, string Folder)> PutAwayAsync(string organisation, string name)
    {
        await using var content = DemoMedia.Open("party-history.mp4");
        var film = await Host.Service<MediaLibrary>().StoreAsync(content, $"{name}.mp4", "video/mp4", organisation, default);
        var shelf = Host.Service<MediaShelf>();
        var folder = await shelf.CreateFolderAsync(organisation, name, null, Scope.All, Author, default);
        await shelf.MoveAsync([film.Id], folder.Id, Scope.All, default);
        return (film.Id, folder.Id);
    }

    private Task<CoursewareDraft> DraftAsync(string organisation, string title, string film, params string[] teachers) =>
        Host.Service<EditorialDesk>()
            .CreateAsync(
                new(
                    organisation,
                    new()
                    {
                        Title = title,
                        Summary = $"{title}简介",
                        Kind = CoursewareKind.Video,
                        Origin = CoursewareOrigin.Local,
                        Subjects = [Subject.History],
                        TeacherIds = teachers,
                        Chapters = [new(null, "第一章", film, null)],
                    },
                    null
                ),
                Scope.All,
                Author,
                default
            );

    /// <summary>An import with a fault, and an export, of who keeps the register of a county.</summary>
    private async Task<(string Import, string Export)> SheetsAsync(string county, string subject)
    {
        var client = Host.ClientWithin(county, subject, "OrganisationAdmin");
        var import = await new SheetSender(Host, client).ImportAsync(
            SheetSender.Csv("党员编号,姓名,所在组织代码,党员类别,入党日期", $"ZZ-0001,郑一,{county},农村,昨天"),
            "MEMBERS",
            dryRun: true
        );
        var export = await client.QueryAsync("mutation { startExport(input: { kind: ORGANISATIONS, format: CSV }) { export { id } errors { __typename } } }");
        return (import.Id, export.String("startExport.export.id"));
    }

    private async Task<CoursewareDraft> PublishedAsync(string organisation, string title, string film, params string[] teachers)
    {
        var desk = Host.Service<EditorialDesk>();
        var draft = await DraftAsync(organisation, title, film, teachers);
        draft = await desk.SubmitAsync(draft.Id, draft.Version, null, Scope.All, Author, default);
        draft = await desk.ReviewAsync(draft.Id, draft.Version, ReviewDecision.Approve, "同意", Scope.All, new("reviewer", null), default);
        return await desk.PublishAsync(draft.Id, draft.Version, null, Scope.All, Author, default);
    }

    private async Task<CoursewareDraft> RetiredAsync(string organisation, string film)
    {
        var published = await PublishedAsync(organisation, "退役课件", film);
        return await Host.Service<EditorialDesk>().RetireAsync(published.Id, published.Version, "内容过时", Scope.All, Author, default);
    }

    /// <summary>The members study at the same time; each has a session and the credit that rests on it.</summary>
    private async Task<IReadOnlyList<(string Session, string Credit)>> StudyAsync(IReadOnlyList<string> numbers, string coursewareId)
    {
        var learners = new List<(ApiClient Client, string Session)>();
        foreach (var number in numbers)
        {
            var client = Host.ClientFor(number, "Member");
            learners.Add(
                (
                    client,
                    (
                        await client.QueryAsync(
                            ContractOperations.Start,
                            new { input = new { coursewareId = School.Id("Courseware", coursewareId), deviceName = "手机" } }
                        )
                    ).String("startStudySession.studySession.id")
                )
            );
        }

        Host.Time.Advance(TimeSpan.FromSeconds(15));
        var done = new List<(string, string)>();
        foreach (var (client, session) in learners)
        {
            await client.QueryAsync(
                ContractOperations.Beat,
                new
                {
                    input = new
                    {
                        sessionId = session,
                        sequence = 1,
                        positionSeconds = 15.0,
                        segments = new[] { new { startSeconds = 0.0, endSeconds = 15.0 } },
                    },
                }
            );
            done.Add(
                (
                    session,
                    (await client.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } })).String("finishStudySession.credits.0.id")
                )
            );
        }

        return done;
    }
}
