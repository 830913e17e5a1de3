using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Tests.Coursewares;

/// <summary>An editor and a reviewer of the small town's county at work, and a film of theirs.</summary>
internal sealed class Newsroom
{
    public static readonly Actor Editor = new("editor", null);
    public static readonly Actor Colleague = new("colleague", null);
    public static readonly Actor Reviewer = new("reviewer", null);
    public static readonly Scope Here = Scope.Within(SmallTown.County);
    private readonly ContentFixture _host;

    private Newsroom(ContentFixture host, string film) => (_host, Film) = (host, film);

    public string Film { get; }

    public EditorialDesk Desk => _host.Get<EditorialDesk>();

    /// <param name="town">False where the town's county is there already.</param>
    public static async Task<Newsroom> OpenAsync(ContentFixture host, bool town = true)
    {
        if (town)
            await host.BuildTownAsync();
        return new(host, (await host.StoreAsync("party-history.mp4", "video/mp4")).Id);
    }

    public CoursewareChanges Complete(string title = "党的历史") =>
        new()
        {
            Title = title,
            Kind = CoursewareKind.Video,
            Origin = CoursewareOrigin.Local,
            Subjects = [Subject.History],
            Chapters = [new(null, "第一章", Film, null)],
        };

    public Task<CoursewareDraft> DraftAsync(string title = "党的历史", string? key = null) =>
        Desk.CreateAsync(new(SmallTown.County, Complete(title), key), Here, Editor, default);

    public Task<CoursewareDraft> EditAsync(CoursewareDraft draft, string? title = null, Actor? by = null) =>
        Desk.EditAsync(draft.Id, draft.Version, new() { Title = title, Summary = $"第{draft.Version + 1}稿" }, Here, by ?? Editor, default);

    public Task<CoursewareDraft> SubmitAsync(CoursewareDraft draft) => Desk.SubmitAsync(draft.Id, draft.Version, null, Here, Editor, default);

    public Task<CoursewareDraft> ReviewAsync(CoursewareDraft draft, ReviewDecision decision = ReviewDecision.Approve, Actor? by = null) =>
        Desk.ReviewAsync(draft.Id, draft.Version, decision, "请核对出处", Here, by ?? Reviewer, default);

    public Task<CoursewareDraft> PublishAsync(CoursewareDraft draft, DateTimeOffset? at = null) =>
        Desk.PublishAsync(draft.Id, draft.Version, at, Here, Editor, default);

    public Task<CoursewareDraft> UnscheduleAsync(CoursewareDraft draft) => Desk.UnscheduleAsync(draft.Id, draft.Version, Here, Editor, default);

    public Task<CoursewareDraft> RetireAsync(CoursewareDraft draft) => Desk.RetireAsync(draft.Id, draft.Version, "内容过时", Here, Editor, default);

    public Task<CoursewareDraft?> DiscardAsync(CoursewareDraft draft) => Desk.DiscardAsync(draft.Id, draft.Version, Here, Editor, default);

    public async Task<CoursewareDraft> ApprovedAsync(string title = "党的历史") => await ReviewAsync(await SubmitAsync(await DraftAsync(title)));

    public async Task<CoursewareDraft> PublishedAsync(string title = "党的历史") => await PublishAsync(await ApprovedAsync(title));

    /// <summary>From wherever it is to published once more.</summary>
    public async Task<CoursewareDraft> NextAsync(CoursewareDraft draft, string title) =>
        await PublishAsync(await ReviewAsync(await SubmitAsync(await EditAsync(draft, title))));

    /// <summary>Published without a draft, as courseware was before there were any: what its draft would be.</summary>
    public async Task<CoursewareDraft> BareAsync(string id)
    {
        await _host.Get<CoursewareLibrary>().PublishAsync(Teaching.Courseware(id, "无稿课件", Film) with { OrganisationId = SmallTown.County }, default);
        return new()
        {
            Id = id,
            Content = Teaching.Courseware(id, "", ""),
            Lineage = [],
            State = CoursewareState.Published,
            CreatedAt = default,
            UpdatedAt = default,
        };
    }

    public async Task<CoursewareDraft?> FindAsync(string id) => (await Desk.FindAsync([id], default)).GetValueOrDefault(id);

    public async Task<string> CatalogueAsync() =>
        string.Join(
            ' ',
            (await _host.Get<CoursewareLibrary>().ListAsync(null, null, [], new(100), default))
                .Nodes.Select(courseware => $"{courseware.Content.Title}/{courseware.Version}")
                .Order()
        );
}

internal static class NewsroomMedia
{
    /// <summary>One of the demonstration's files, kept by an organisation.</summary>
    public static async Task<MediaAsset> StoreAsync(this ContentFixture host, string file, string contentType, string organisationId = SmallTown.County)
    {
        await using var content = DemoMedia.Open(file);
        return await host.Get<MediaLibrary>().StoreAsync(content, file, contentType, organisationId, default);
    }

    /// <summary>An asset of any type, known by name only.</summary>
    public static Task<MediaAsset> FileAsync(this ContentFixture host, string name, string contentType, string organisationId = SmallTown.County) =>
        host.Get<MediaStore>()
            .AddAsync(new(Ids.From(name, organisationId), new string('0', 64), name, contentType, 10, null, organisationId, host.Time.GetUtcNow()), default);
}
