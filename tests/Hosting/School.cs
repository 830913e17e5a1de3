using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Tests.Hosting;

/// <summary>
/// A small school behind the real API: the tree of <see cref="SmallTown"/> with a second county beside it, three members, two teachers, three courseware.
/// Everything is made through the public services, with ids and times that never change.
/// </summary>
internal sealed class School : IAsyncDisposable
{
    public const string OtherCounty = "350521";
    public const string OtherBranch = "350521-01";

    /// <summary>Member at the tax office: government, in the first county.</summary>
    public const string Lin = "QZ-0001";

    /// <summary>Member in the village: rural, in the first county.</summary>
    public const string Wang = "QZ-0002";

    /// <summary>Member in the other county: rural.</summary>
    public const string Chen = "HA-0001";

    public const string Active = "t-active";
    public const string Suspended = "t-suspended";
    public const string History = "history";
    public const string Farming = "farming";
    public const string Handbook = "handbook";

    private School(ApiHost host) => Host = host;

    public ApiHost Host { get; }

    /// <summary>Lin, studying.</summary>
    public ApiClient Member => Host.ClientFor(Lin, "Member");

    /// <summary>Administrator of the first county, no member.</summary>
    public ApiClient CountyAdmin => Host.ClientWithin(SmallTown.County, "admin-county", "OrganisationAdmin");

    /// <summary>Administrator of the other county.</summary>
    public ApiClient OtherAdmin => Host.ClientWithin(OtherCounty, "admin-other", "OrganisationAdmin");

    public ApiClient Administrator => Host.ClientFor("root", "Administrator");

    /// <param name="settings">Further configuration, by key.</param>
    public static async Task<School> OpenAsync(params (string Key, string Value)[] settings)
    {
        var host = new ApiHost { Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value) };
        await host.Service<OrganisationTree>()
            .AddManyAsync(
                [
                    .. SmallTown.Organisations,
                    new(OtherCounty, "中共惠安县委员会", OrganisationLevel.County, null, SmallTown.City, new(1949, 9, 1)),
                    new(OtherBranch, "惠安县崇武镇大岞村党支部", OrganisationLevel.Basic, MemberCategory.Rural, OtherCounty, new(1949, 9, 1)),
                ],
                default
            );
        await RegisterAsync(host, Lin, "林晓燕", SmallTown.Office, MemberCategory.Government);
        await RegisterAsync(host, Wang, "王建国", SmallTown.Village, MemberCategory.Rural);
        await RegisterAsync(host, Chen, "陈志明", OtherBranch, MemberCategory.Rural);
        await host.Service<TeacherPool>()
            .AddManyAsync(
                [Teacher(Active, "林国栋", TeacherStatus.Active) with { SharedWith = [OtherCounty] }, Teacher(Suspended, "黄旧", TeacherStatus.Suspended)],
                default
            );
        var film = await StoreAsync(host, "party-history.mp4", "video/mp4");
        var sound = await StoreAsync(host, "reading.m4a", "audio/mp4");
        var handbook = await StoreAsync(host, "handbook.pdf", "application/pdf");
        await PublishAsync(host, Courseware(History, "党的光辉历程", [Subject.History], [Active, Suspended], new Chapter("one", "第一章 红船起航", film)));
        await PublishAsync(
            host,
            Courseware(
                Farming,
                "茶园管理实用技术",
                [Subject.ModernFarming, Subject.PracticalTechnique],
                [Active],
                new Chapter("one", "第一章 修剪", film),
                new("two", "第二章 诵读", sound)
            )
        );
        await PublishAsync(
            host,
            Courseware(Handbook, "党员手册", [Subject.Constitution], [], new Chapter("one", "全文", handbook)) with
            {
                Kind = CoursewareKind.Document,
                Origin = CoursewareOrigin.Central,
            }
        );
        return new School(host);
    }

    /// <summary>The members as those whose hours of earlier years were imported: those years are judged.</summary>
    public async Task WithHistoryAsync(params string[] numbers)
    {
        foreach (var number in numbers)
            await Host.Service<MemberRegister>().RecordFromAsync(MemberRules.IdOf(number), new(2000, 1, 1), "补录", SmallTown.Clerk, default);
    }

    public static string MemberId(string number) => NodeId.Encode("Member", MemberRules.IdOf(number));

    public static string Id(string type, string id) => NodeId.Encode(type, id);

    /// <summary>Hours under the built-in policy, as from an import.</summary>
    public Task<Credit> CreditAsync(string number, string part, CreditForm form, int seconds, DateOnly on, OrganisationLevel? venue = null) =>
        Host.Service<CreditLedger>()
            .PostAsync(
                new($"{MemberRules.IdOf(number)}/batch/{part}", MemberRules.IdOf(number), form, seconds, on, new(CreditSourceKind.Batch, "records-2025"))
                {
                    VenueLevel = venue,
                    Title = "冬训",
                },
                default
            );

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static Task<Member> RegisterAsync(ApiHost host, string number, string name, string organisation, MemberCategory category) =>
        host.Service<MemberRegister>().RegisterAsync(new(number, name, organisation, category, new(2010, 7, 1)), new("registrar", null), default);

    private static NewTeacher Teacher(string id, string name, TeacherStatus status) =>
        new(
            id,
            name,
            "市委党校副教授",
            [TeacherSource.PartySchool],
            TeacherEngagement.PartTime,
            [Subject.History],
            SmallTown.City,
            [],
            new(new(2025, 1, 1), null),
            status,
            "推荐入库"
        );

    private static CoursewareContent Courseware(
        string id,
        string title,
        IReadOnlyList<Subject> subjects,
        IReadOnlyList<string> teachers,
        params Chapter[] chapters
    ) =>
        new()
        {
            Id = id,
            Title = title,
            Summary = $"{title}简介",
            Kind = CoursewareKind.Video,
            Subjects = subjects,
            Origin = CoursewareOrigin.Local,
            TeacherIds = teachers,
            Chapters = chapters,
            OrganisationId = SmallTown.City,
        };

    private static async Task<string> StoreAsync(ApiHost host, string name, string contentType)
    {
        await using var content = DemoMedia.Open(name);
        return (await host.Service<MediaLibrary>().StoreAsync(content, name, contentType, SmallTown.City, default)).Id;
    }

    /// <summary>An hour apart, so that newest first is an order.</summary>
    private static async Task PublishAsync(ApiHost host, CoursewareContent courseware)
    {
        await host.Service<CoursewareLibrary>().PublishAsync(courseware, default);
        host.Time.Advance(TimeSpan.FromHours(1));
    }
}
